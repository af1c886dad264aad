import { describe, expect, it } from 'vitest';
import { Rng } from '../../../engine/math/random.ts';
import { exp } from '../../../engine/math/special.ts';
import { drawToken } from '../../../engine/sampling/draw.ts';

const counts = (logits: Float32Array, temperature: number, topK?: number): number[] => {
  const rng = new Rng(1);
  const found = Array.from(logits, () => 0);
  for (let i = 0; i < 20_000; i++) found[drawToken(logits, temperature, rng, topK)] += 1;
  return found;
};

describe('a token', () => {
  it('is drawn as often as softmax says, the unknown symbol never', () => {
    const [unknown, a, b] = counts(Float32Array.of(9, 0, Math.log(3)), 1);
    expect(unknown).toBe(0);
    expect(b / a).toBeCloseTo(3, 0);
  });
  it('is drawn of logits divided by the temperature', () => {
    const [, a, b] = counts(Float32Array.of(9, 0, 2 * Math.log(3)), 2);
    expect(b / a).toBeCloseTo(3, 0);
    expect(counts(Float32Array.of(9, 0, 1), 0)).toEqual([0, 0, 20_000]);
  });
  it('is drawn among the most probable alone, of equal ones the first', () => {
    const [unknown, a, b, c, d] = counts(Float32Array.of(9, 1, 0, 2, 0), 1, 2);
    expect([unknown, b, d]).toEqual([0, 0, 0]);
    expect(c / a).toBeCloseTo(exp(1), 0);
    expect(counts(Float32Array.of(9, 0, 0, 0), 1, 1)).toEqual([0, 20_000, 0, 0]);
  });
  it('is the same draw with all tokens as without a limit', () => {
    const logits = Float32Array.of(0, 1, 3, 2, -1);
    expect(counts(logits, 1, 4)).toEqual(counts(logits, 1));
  });
});
