/** UTF-8 (RFC 3629) by hand: TextDecoder does not say where a mistake is, and is not part of the language. */

/** Where the bytes stop being UTF-8. */
export interface Utf8Mistake {
  readonly offset: number;
}

const CHUNK = 8192;

/** Smallest code point that may take 2, 3, 4 bytes: anything smaller in so many bytes is a mistake. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

/** Bytes in the sequence a first byte opens; 0 if no sequence starts so. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/** The code point at `at`, or −1 if there is none. */
function codePointAt(bytes: Uint8Array, at: number, length: number): number {
  if (length === 1) return bytes[at];
  if (length === 0 || at + length > bytes.length) return -1;
  let code = bytes[at] & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if ((byte & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code < SMALLEST[length] || code > 0x10ffff || isSurrogate ? -1 : code;
}

/** The text of `bytes`, or the offset of the first byte that is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | Utf8Mistake {
  const units = new Uint16Array(CHUNK + 2);
  let used = 0;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = lengthOf(bytes[at]);
    const code = codePointAt(bytes, at, length);
    if (code < 0) return { offset: at };
    at += length;
    if (code < 0x10000) units[used++] = code;
    else {
      units[used++] = 0xd7c0 + (code >> 10);
      units[used++] = 0xdc00 | (code & 0x3ff);
    }
    if (used >= CHUNK) {
      text += String.fromCharCode(...units.subarray(0, used));
      used = 0;
    }
  }
  return text + String.fromCharCode(...units.subarray(0, used));
}

/** Bytes of `text` in UTF-8; a lone surrogate counts as U+FFFD. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    if (code > 0xffff) i++;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** UTF-8 of `text`; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.codePointAt(i)!;
    if (code > 0xffff) i++;
    else if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    const extra = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    bytes[at++] = [0, 0xc0, 0xe0, 0xf0][extra] | (code >> (6 * extra));
    for (let shift = 6 * (extra - 1); shift >= 0; shift -= 6) bytes[at++] = 0x80 | ((code >> shift) & 0x3f);
  }
  return bytes;
}
