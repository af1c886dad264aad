import { describe, expect, it } from 'vitest';
import { sessionBytes } from '../../../engine/train/memory.ts';
import { createSession } from '../../../engine/train/session.ts';
import { CONFIG, TEXT } from '../fixtures.ts';

// In a file of its own: what other tests leave behind may be collected while this one counts.
describe('a session’s memory', () => {
  it('is no more than was said before it was made, and not much less', () => {
    const large = { hidden: 64, batch: 32, window: 64 };
    const before = process.memoryUsage().arrayBuffers;
    const run = createSession({ config: { ...CONFIG, ...large }, text: TEXT.repeat(10) });
    run.trainSteps(2);
    const taken = process.memoryUsage().arrayBuffers - before;
    expect(taken).toBeLessThan(1.2 * sessionBytes(run.config, run.vocabulary.size) + 1e6);
    expect(taken).toBeGreaterThan(0.5 * sessionBytes(run.config, run.vocabulary.size));
  });
});
