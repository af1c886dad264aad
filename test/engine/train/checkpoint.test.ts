import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateConfig } from '../../../engine/config.ts';
import { EngineError } from '../../../engine/errors.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../engine/train/checkpoint.ts';
import { crc32 } from '../../../engine/train/crc32.ts';
import { fromHalf, toHalf } from '../../../engine/train/half.ts';
import { createSession } from '../../../engine/train/session.ts';
import { CONFIG, errorOf, specOf } from '../fixtures.ts';

const trained = createSession(specOf());
trained.trainSteps(30);
const saved = trained.save(false);

const reasonFor = (bytes: Uint8Array): string => {
  const error = errorOf(() => decodeCheckpoint(bytes));
  expect(error.code).toBe('checkpoint-damaged');
  return (error.params as { reason: string }).reason;
};

/** `saved` with another header, and a checksum that fits. */
function withHeader(
  edit: (header: Record<string, unknown>) => void,
  tail?: (payload: Uint8Array) => void,
): Uint8Array {
  const length = new DataView(saved.buffer).getUint32(5, true);
  const header = JSON.parse(new TextDecoder().decode(saved.subarray(9, 9 + length)));
  edit(header);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const payload = saved.slice(9 + length, -4);
  tail?.(payload);
  const bytes = new Uint8Array(9 + text.length + payload.length + 4);
  bytes.set(saved.subarray(0, 5));
  const data = new DataView(bytes.buffer);
  data.setUint32(5, text.length, true);
  bytes.set(text, 9);
  bytes.set(payload, 9 + text.length);
  data.setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)), true);
  return bytes;
}

describe('a checkpoint', () => {
  it('gives back configuration, vocabulary, step and every bit of the parameters', () => {
    const { config, vocabulary, step, parameters, problem, run } = decodeCheckpoint(saved);
    expect(config).toEqual(CONFIG);
    expect(problem).toEqual(trained.data.problem);
    expect(run).toBeNull();
    expect(['□', ...vocabulary!]).toEqual(trained.vocabulary!.tokens);
    expect(step).toBe(30);
    expect(parameters).toEqual(trained.model.values.all);
  });

  it('starts a session with its vocabulary at its step, on another text too', () => {
    const session = createSession({
      ...specOf({ batch: 2 }, 'zebra '.repeat(50)),
      checkpoint: saved,
    });
    expect(session.step).toBe(30);
    expect(session.vocabulary!.tokens).toEqual(trained.vocabulary!.tokens);
    expect(session.model.values.all).toEqual(trained.model.values.all);
    expect(session.trainSteps(2).firstStep).toBe(31);
  });

  it('is refused by a session of another model', () => {
    for (const changes of [{ hidden: 13 }, { reset: 'after' }, { biases: 'two' }] as const) {
      const make = () => createSession({ ...specOf(changes), checkpoint: saved });
      expect(errorOf(make)).toMatchObject({
        code: 'config-invalid',
        params: { key: Object.keys(changes)[0] },
      });
    }
  });

  it('in half precision is half the size and off by at most 2⁻¹¹', () => {
    const checkpoint = decodeCheckpoint(saved);
    const { parameters } = checkpoint;
    const small = encodeCheckpoint({ ...checkpoint, encoding: 'f16' });
    expect(saved.length - small.length).toBe(2 * parameters.length);
    decodeCheckpoint(small).parameters.forEach((x, i) => {
      expect(Math.abs(x - parameters[i])).toBeLessThanOrEqual(Math.abs(parameters[i]) * 2 ** -11 + 2 ** -25);
    });
  });

  it('with any one byte changed is refused', () => {
    for (let at = 0; at < saved.length; at += 97) {
      const bytes = saved.slice();
      bytes[at] ^= 0x55;
      reasonFor(bytes);
    }
  });

  it('cut short anywhere is refused', () => {
    for (let length = 0; length < saved.length; length += 131) reasonFor(saved.subarray(0, length));
  });

  it('with bits flipped and cut anywhere is refused', () => {
    const flips = fc.array(fc.nat(8 * saved.length - 1), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(flips, fc.nat(saved.length), (bits, length) => {
        const bytes = saved.slice(0, length);
        for (const bit of new Set(bits)) bytes[bit >> 3] ^= 1 << (bit & 7);
        reasonFor(bytes);
      }),
    );
  });

  it('of random bytes is refused, also with the right beginning', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (random, begins) => {
        reasonFor(begins ? Uint8Array.of(...saved.subarray(0, 5), ...random) : random);
      }),
    );
  });

  it('with a right checksum and any header at all is refused, or its configuration is valid', () => {
    const keys = fc.constantFrom('step', 'encoding', 'shapes', 'vocabulary', 'config', 'problem', 'run');
    const edit = fc.oneof(
      fc.tuple(keys, fc.jsonValue()).map(([key, value]) => ({ key, value, inside: false })),
      fc
        .tuple(fc.constantFrom(...Object.keys(CONFIG)), fc.jsonValue())
        .map(([key, value]) => ({ key, value, inside: true })),
    );
    fc.assert(
      fc.property(edit, ({ key, value, inside }) => {
        const bytes = withHeader((header) => {
          Object.assign(inside ? (header.config as object) : header, { [key]: value });
        });
        try {
          const { config, parameters } = decodeCheckpoint(bytes);
          expect(validateConfig(config)).toEqual(config);
          expect(typeof config.learningRate).toBe('number');
          expect(parameters).toEqual(trained.model.values.all);
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          expect(error.code).toBe('checkpoint-damaged');
        }
      }),
    );
  });

  it('is refused for what is wrong with it', () => {
    expect(
      reasonFor(withHeader(({ config }) => Object.assign(config as object, { learningRate: '0.1' }))),
    ).toMatch(/learningRate/);
    expect(reasonFor(new TextEncoder().encode('PK something else entirely'))).toMatch(/magic/);
    expect(reasonFor(withHeader((header) => Object.assign(header, { step: -1 })))).toMatch(/step/);
    expect(reasonFor(withHeader((header) => Object.assign(header, { encoding: 'f8' })))).toMatch(/encoding/);
    expect(reasonFor(withHeader((header) => Object.assign(header, { config: null })))).toMatch(/config/);
    expect(reasonFor(withHeader((header) => Object.assign(header, { vocabulary: ['ab'] })))).toMatch(
      /vocabulary/,
    );
    expect(reasonFor(withHeader((header) => Object.assign(header, { vocabulary: [] })))).toMatch(
      /vocabulary/,
    );
    expect(reasonFor(withHeader((header) => Object.assign(header, { shapes: {} })))).toMatch(/shapes/);
    expect(reasonFor(withHeader((header) => Object.assign(header, { encoding: 'f16' })))).toMatch(/length/);
    expect(
      reasonFor(
        withHeader(
          () => {},
          (payload) => payload.fill(0xff, 0, 4),
        ),
      ),
    ).toMatch(/not finite/);
    expect(decodeCheckpoint(withHeader(() => {})).step).toBe(30);
  });
});

describe('half precision', () => {
  it('gives every finite half back', () => {
    for (let bits = 0; bits < 0x7c00; bits++) {
      expect(toHalf(fromHalf(bits))).toBe(bits);
      expect(toHalf(-fromHalf(bits))).toBe(bits | 0x8000);
    }
  });
  it('rounds to the nearest, ties to even', () => {
    expect(fromHalf(toHalf(1 + 2 ** -11))).toBe(1);
    expect(fromHalf(toHalf(1 + 3 * 2 ** -11))).toBe(1 + 2 ** -9);
    expect(fromHalf(toHalf(2047.9))).toBe(2048);
    expect([fromHalf(toHalf(70000)), fromHalf(toHalf(Number.NaN))]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
  });
});

describe('crc32', () => {
  it('is the one of zip', () => {
    const bytes = new TextEncoder().encode('123456789');
    expect(crc32(bytes)).toBe(0xcbf43926);
    expect(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4)))).toBe(0xcbf43926);
  });
});
