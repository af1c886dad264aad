import { describe, expect, it } from 'vitest';
import { Rng } from '../../../engine/math/random.ts';
import { drawToken, sampleFrom } from '../../../engine/sampling/sampling.ts';
import { createSession } from '../../../engine/train/session.ts';
import { CONFIG, errorOf, TEXT } from '../fixtures.ts';

const session = createSession({ config: { ...CONFIG, vocabularyLimit: 12 }, text: TEXT });
session.trainSteps(60);
const writer = { prefix: 'the ', temperature: 1, length: 80 };

describe('sampling', () => {
  it('writes so many characters, the same for the same seed and step', () => {
    const sample = sampleFrom(session, writer);
    expect(sample).toMatchObject({ step: 60, prefix: 'the ', temperature: 1 });
    expect(sample.text).toHaveLength(80);
    expect(sampleFrom(session, writer)).toEqual(sample);
    expect(sampleFrom(session, writer, 99).text).not.toBe(sample.text);
  });
  it('never writes the unknown symbol', () => {
    expect(sampleFrom(session, { ...writer, temperature: 5, length: 400 }).text).not.toContain('□');
  });
  it('takes the most probable at temperature 0, whatever the seed', () => {
    const greedy = { ...writer, temperature: 0 };
    expect(sampleFrom(session, greedy, 1).text).toBe(sampleFrom(session, greedy, 2).text);
  });
  it('starts from a space where the prefix is empty, and from anything else', () => {
    const empty = sampleFrom(session, { ...writer, prefix: '' });
    expect(empty.text).toBe(sampleFrom(session, { ...writer, prefix: ' ' }).text);
    expect(sampleFrom(session, { ...writer, prefix: '门' }).text).toHaveLength(80);
  });
  it('draws each token as often as softmax says', () => {
    const rng = new Rng(1);
    const counts = [0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[drawToken(Float32Array.of(9, 0, Math.log(3)), 1, rng)] += 1;
    expect(counts[0]).toBe(0);
    expect(counts[2] / counts[1]).toBeCloseTo(3, 0);
  });
  it('refuses a temperature or a length out of range', () => {
    for (const bad of [{ temperature: -1 }, { temperature: Number.NaN }, { length: 0 }, { length: 1.5 }]) {
      expect(errorOf(() => sampleFrom(session, { ...writer, ...bad })).code).toBe('argument-invalid');
    }
  });
});
