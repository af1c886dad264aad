import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../../engine/data/vocabulary.ts';
import { Rng } from '../../../engine/math/random.ts';
import { exp } from '../../../engine/math/special.ts';
import { finish } from '../../../engine/network/pace.ts';
import { checkWriter, REREAD, sampleFrom, writing } from '../../../engine/sampling/sampling.ts';
import { traceOf } from '../../../engine/trace/trace.ts';
import type { Clamp, Subject } from '../../../engine/trace/types.ts';
import { errorOf } from '../fixtures.ts';
import { FIVE_CELLS } from '../network/networks.ts';
import { languageModel, SHAPES, subjectOf, VOCABULARY } from '../trace/subjects.ts';

const writer = { prefix: 'bad', temperature: 1, length: 40 };
const GRU = FIVE_CELLS[2];

/** Logits of the last answer of a trace, in float64 as far as the trace has them. */
const logitsAfter = (subject: Subject, text: string, clamps: readonly Clamp[] = []): Float32Array =>
  traceOf(subject, text, { clamps }).outputs!.slice(-7);

/** Writing as the equation says: each next token from a trace of all that came before. */
function written(
  subject: Subject,
  prefix: string,
  length: number,
  clamps: readonly Clamp[] = [],
  seed = 7,
): string {
  const rng = new Rng(seed, 1000 + subject.step);
  let text = prefix;
  for (let i = 0; i < length; i++) {
    const logits = logitsAfter(subject, text, clamps);
    const max = Math.max(...logits.subarray(1));
    let sum = 0;
    for (let j = 1; j < 7; j++) sum += exp(logits[j] - max);
    let rest = rng.uniform() * sum;
    let id = 0;
    while (rest >= 0) rest -= exp(logits[++id] - max);
    text += VOCABULARY.decode([id]);
  }
  return text.slice(prefix.length);
}

describe.each(FIVE_CELLS)('writing from %s', (cell) => {
  it.each(SHAPES)('draws each token from the answer to all before it, %i layers, %i directions', (L, D) => {
    const subject = languageModel(cell, [L, D], { dtype: 'float32' });
    expect(sampleFrom(subject, writer).text).toBe(written(subject, 'bad', 40));
  });

  it('with clamps is writing from traces with those clamps, the baseline beside it', () => {
    const subject = languageModel(cell, [2, 1], { dtype: 'float32' });
    const clamps: Clamp[] = [{ quantity: 'hidden', units: [0, 2], layer: 1, from: 5, to: 20, set: 0.9 }];
    const { text, baseline } = sampleFrom(subject, { ...writer, clamps });
    expect(text).toBe(written(subject, 'bad', 40, clamps));
    expect(baseline).toBe(sampleFrom(subject, writer).text);
    expect(text.slice(0, 2)).toBe(baseline!.slice(0, 2));
  });
});

describe('sampling', () => {
  const subject = languageModel(GRU);
  it('writes so many characters, the same for the same seed and step', () => {
    const sample = sampleFrom(subject, writer);
    expect(sample).toMatchObject({
      step: 3,
      prefix: 'bad',
      temperature: 1,
      topK: null,
      clamps: [],
      baseline: null,
    });
    expect(sample.text).toHaveLength(40);
    expect(sampleFrom(subject, writer)).toEqual(sample);
    expect(sampleFrom(subject, writer, 99).text).not.toBe(sample.text);
    expect(sampleFrom({ ...subject, step: 4 }, writer).text).not.toBe(sample.text);
  });
  it('never writes the unknown symbol', () => {
    expect(sampleFrom(subject, { ...writer, temperature: 5, length: 400 }).text).not.toContain('□');
  });
  it('takes the most probable at temperature 0, or of the one most probable, whatever the seed', () => {
    const greedy = sampleFrom(subject, { ...writer, temperature: 0 }, 1).text;
    expect(sampleFrom(subject, { ...writer, temperature: 0 }, 2).text).toBe(greedy);
    expect(sampleFrom(subject, { ...writer, topK: 1 }).text).toBe(greedy);
  });
  it('starts from a space where the prefix is empty, else the most frequent, and from anything else', () => {
    expect(sampleFrom(subject, { ...writer, prefix: '' }).text).toBe(
      sampleFrom(subject, { ...writer, prefix: 'a' }).text,
    );
    const vocabulary = new Vocabulary([...'xy zuv']);
    const spaced = { ...subject, vocabulary };
    const fromSpace = sampleFrom(spaced, { ...writer, prefix: ' ' }).text;
    expect(sampleFrom(spaced, { ...writer, prefix: '' }).text).toBe(fromSpace);
    expect(sampleFrom(subject, { ...writer, prefix: '门' }).text).toHaveLength(40);
  });
  it('joins words as the vocabulary does, with the space after the prefix where one belongs', () => {
    const vocabulary = new Vocabulary(['the', 'dog', ',', 'sleeps', '门', 'on'], 'words');
    const words = { ...subject, vocabulary };
    for (const prefix of ['', 'the', 'The dog,', '门']) {
      const { text } = sampleFrom(words, { ...writer, prefix, length: 12 });
      const whole = vocabulary.decode(vocabulary.encode(prefix)) + text;
      expect(vocabulary.encode(whole)).toHaveLength(vocabulary.encode(prefix).length + 12);
      expect(vocabulary.decode(vocabulary.encode(whole))).toBe(whole);
    }
  });
  it('reads the last 64 tokens anew where the network runs both ways', () => {
    const both = languageModel(GRU, [1, 2], { dtype: 'float32' });
    const long = 'abcdefffed'.repeat(8);
    const greedy = { prefix: long, temperature: 0, length: 1 };
    const tail = { ...greedy, prefix: long.slice(-REREAD) };
    expect(sampleFrom(both, greedy).text).toBe(sampleFrom(both, tail).text);
    const logits = logitsAfter(both, tail.prefix).subarray(1);
    const best = logits.indexOf(Math.max(...logits)) + 1;
    expect(sampleFrom(both, greedy).text).toBe(VOCABULARY.decode([best]));
  });
  it('goes on with the parameters it began with', () => {
    const own = languageModel(GRU, [1, 1], { pace: 2000 });
    const { text } = sampleFrom(own, writer);
    const work = writing(own, writer);
    work.next();
    own.model.values.all.fill(0);
    expect(finish(work).text).toBe(text);
  });
  it('refuses what is out of range, and models that do not answer with the next token', () => {
    const bad = [
      { temperature: -1 },
      { temperature: Number.NaN },
      { length: 0 },
      { length: 1.5 },
      { topK: 0 },
    ];
    const clamps: Clamp[] = [{ quantity: 'forget', set: 0 }];
    for (const part of [...bad, { prefix: 'a'.repeat(4097) }, { clamps }]) {
      expect(errorOf(() => sampleFrom(subject, { ...writer, ...part })).code).toBe('argument-invalid');
    }
    const others = [
      subjectOf({ cell: GRU, input: 'tokens', I: 7, V: 3, text: true }),
      subjectOf({ cell: GRU, input: 'tokens', I: 7, V: 7, text: true, reading: 'last' }),
      subjectOf({ cell: GRU, input: 'tokens', I: 7, V: 7 }),
      subjectOf({ cell: GRU, I: 7, V: 7 }),
    ];
    expect(() => checkWriter({ ...writer, clamps })).not.toThrow();
    expect(errorOf(() => checkWriter({ ...writer, clamps }, subject)).code).toBe('argument-invalid');
    for (const other of others)
      expect(errorOf(() => sampleFrom(other, writer)).code).toBe('argument-invalid');
  });
});
