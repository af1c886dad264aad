import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkText, decodeText, TEXT_LIMIT } from '../../../engine/data/text.ts';
import { decodeUtf8, encodeUtf8, utf8Length } from '../../../engine/data/utf8.ts';
import { EngineError } from '../../../engine/errors.ts';
import { errorOf } from '../fixtures.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** The first text of any code points takes fast-check a second to prepare, and a busy machine several. */
const SLOW = 30_000;

describe('UTF-8', () => {
  it(
    'is encoded and decoded as TextEncoder and TextDecoder do',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (text) => {
          const encoded = encodeUtf8(text);
          expect(encoded).toEqual(new Uint8Array(new TextEncoder().encode(text)));
          expect(utf8Length(text)).toBe(encoded.length);
          expect(decodeUtf8(encoded)).toBe(text);
        }),
        { numRuns: 40 },
      );
    },
    SLOW,
  );
  it('is refused exactly where TextDecoder refuses it', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const accepts = (input: Uint8Array): boolean => {
      try {
        strict.decode(input);
        return true;
      } catch {
        return false;
      }
    };
    const units = fc.constantFrom(
      0x41,
      0x7f,
      0x80,
      0x9f,
      0xa0,
      0xbf,
      0xc1,
      0xc2,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
    );
    fc.assert(
      fc.property(fc.array(units, { maxLength: 6 }), (values) => {
        const input = Uint8Array.from(values);
        expect(typeof decodeUtf8(input) === 'string').toBe(accepts(input));
      }),
      { numRuns: 2000 },
    );
  });
  it('decodes long texts whole', () => {
    const text = '门控😀a'.repeat(20_000);
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });
});

describe('a file', () => {
  it('loses its byte order mark', () => {
    expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0xe9, 0x97, 0xa8))).toBe('门');
  });
  it('that is not UTF-8 is refused with the offset of the first wrong byte', () => {
    expect(errorOf(() => decodeText(bytes(0x61, 0x62, 0xff, 0x63)))).toMatchObject({
      code: 'text-not-utf8',
      params: { offset: 2 },
    });
    expect(errorOf(() => decodeText(bytes(0x61, 0xe9, 0x97))).params).toEqual({ offset: 1 });
  });
  it('with NUL bytes or many control characters is refused as binary', () => {
    expect(errorOf(() => decodeText(bytes(0x61, 0, 0x62))).code).toBe('text-binary');
    expect(errorOf(() => decodeText(bytes(1, 2, 3, 4, 0x61))).code).toBe('text-binary');
    expect(decodeText(encodeUtf8('tabs\tand\r\nlines'))).toBe('tabs\tand\r\nlines');
  });
  it('of any bytes at all is a text or is refused with a reason', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          expect(new TextEncoder().encode(decodeText(bytes)).length).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          expect(error.code).toMatch(/^text-/);
        }
      }),
    );
  });
  it('without text is refused', () => {
    for (const input of [bytes(), bytes(0xef, 0xbb, 0xbf), encodeUtf8(' \n\u3000')]) {
      expect(errorOf(() => decodeText(input)).code).toBe('text-empty');
    }
  });
  it('above 5 MB is refused', () => {
    const bytesTooMany = TEXT_LIMIT + 1;
    const error = errorOf(() => decodeText(new Uint8Array(bytesTooMany).fill(0x61)));
    expect(error).toMatchObject({
      code: 'text-too-large',
      params: { bytes: bytesTooMany, limit: TEXT_LIMIT },
    });
  });
});

describe('a pasted text', () => {
  it('is measured in bytes of UTF-8', () => {
    expect(errorOf(() => checkText('门'.repeat(TEXT_LIMIT / 3 + 1))).code).toBe('text-too-large');
    expect(checkText('门').length).toBe(1);
  });
  it('is refused empty, with NUL, and with many control characters', () => {
    expect(errorOf(() => checkText(' \n')).code).toBe('text-empty');
    expect(errorOf(() => checkText('a\0b')).code).toBe('text-binary');
    expect(errorOf(() => checkText('a\u0001b')).code).toBe('text-binary');
  });
});
