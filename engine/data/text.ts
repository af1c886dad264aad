/** A reader's own text, as a file's bytes or pasted: accepted, or refused with a reason. */
import { EngineError } from '../errors.ts';
import { decodeUtf8, utf8Length } from './utf8.ts';

/** The largest text accepted, bytes of UTF-8: 5 MB. */
export const TEXT_LIMIT = 5 * 1024 * 1024;

/** A text with more control characters than this share of its characters is not text. */
const CONTROL_SHARE = 0.01;

const TAB = 9;
const CARRIAGE_RETURN = 13;

/** C0 and C1 controls but tab, line feed, vertical tab, form feed and carriage return; and DEL. */
function isControl(code: number): boolean {
  if (code < 32) return code < TAB || code > CARRIAGE_RETURN;
  return code >= 127 && code < 160 && code !== 133;
}

function refuseTooLarge(bytes: number): void {
  if (bytes > TEXT_LIMIT) throw new EngineError('text-too-large', { bytes, limit: TEXT_LIMIT });
}

function refuseNotText(text: string): void {
  let controls = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0) throw new EngineError('text-binary', {});
    if (isControl(code)) controls += 1;
  }
  if (controls > text.length * CONTROL_SHARE) throw new EngineError('text-binary', {});
  if (text.trim() === '') throw new EngineError('text-empty', {});
}

/**
 * Returns `text` if it can be a corpus: at most 5 MB, not only white space, no NUL, few control characters.
 * @throws EngineError text-too-large, text-binary, text-empty
 */
export function checkText(text: string): string {
  refuseTooLarge(utf8Length(text));
  refuseNotText(text);
  return text;
}

/**
 * The text of a file, without a byte order mark.
 * @throws EngineError text-too-large, text-binary, text-not-utf8 (with the offset in the file), text-empty
 */
export function decodeText(bytes: Uint8Array): string {
  refuseTooLarge(bytes.length);
  if (bytes.includes(0)) throw new EngineError('text-binary', {});
  const text = decodeUtf8(bytes);
  if (typeof text !== 'string') throw new EngineError('text-not-utf8', { offset: text.offset });
  const marked = text.charCodeAt(0) === 0xfeff;
  const content = marked ? text.slice(1) : text;
  refuseNotText(content);
  return content;
}
