/**
 * Trains the checkpoints that ship with the pages, from their presets, with our own engine and its default arithmetic.
 *
 *   npm run pretrain                     all presets
 *   npm run pretrain -- gru-moby-dick    only this one
 *
 * Writes public/<preset.checkpoint> (parameters as half floats) and public/<preset.trace>: the trace of exactly
 * those rounded parameters on the preset's probe, so that the page's figures show what the checkpoint computes.
 * The learning rate falls in a straight line to a tenth over the last third: the shipped model has settled.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { encodeStoredTrace } from '../app/experiment/stored-trace.ts';
import { CORPORA } from '../content/corpora/corpora.ts';
import { PRESETS } from '../content/experiments/presets.ts';
import type { Preset } from '../content/experiments/types.ts';
import { createSession, encodeCheckpoint, sampleFrom, traceOf } from '../engine/index.ts';
import { nodeMachine } from './machine.ts';

const wanted = process.argv.slice(2);
const machine = await nodeMachine();
if (!machine.available.includes('simd')) throw new Error('pretrain: expected the compiled kernels (simd)');

function write(path: string, content: Uint8Array | string) {
  mkdirSync(dirname(`public/${path}`), { recursive: true });
  writeFileSync(`public/${path}`, content);
}

function pretrain(preset: Preset) {
  const text = readFileSync(`public/${CORPORA[preset.corpus].path}`, 'utf8');
  const data = { kind: 'text', text } as const;
  const session = createSession({ config: preset.config, data }, { machine });
  const settling = Math.round((preset.pretrainedSteps * 2) / 3);
  const chunk = 100;
  while (session.step < preset.pretrainedSteps) {
    if (session.step >= settling) {
      const share = (session.step - settling) / (preset.pretrainedSteps - settling);
      session.change('learningRate', preset.config.learningRate * (1 - 0.9 * share));
    }
    const { loss } = session.trainSteps(Math.min(chunk, preset.pretrainedSteps - session.step));
    if (session.step % 500 === 0) {
      const heldOut = session.takeEvaluations().at(-1)?.loss ?? Number.NaN;
      console.log(
        `  step ${session.step}: ${loss[loss.length - 1].toFixed(3)}, held out ${heldOut.toFixed(3)}`,
      );
    }
  }
  const checkpoint = encodeCheckpoint({
    config: preset.config,
    problem: session.data.problem,
    vocabulary: session.info.vocabulary.slice(1),
    step: session.step,
    parameters: session.model.values.all,
    run: null,
    encoding: 'f16',
  });
  write(preset.checkpoint, checkpoint);

  const shipped = createSession({ config: preset.config, data, checkpoint }, { machine });
  const { loss: heldOut } = shipped.evaluateNow();
  const { unigramEntropy, parameters, coverage, vocabulary, record } = shipped.info;
  const stored = {
    heldOut,
    parameters,
    vocabulary,
    trace: traceOf(shipped, preset.probe),
  };
  write(preset.trace, JSON.stringify(encodeStoredTrace(preset.id, stored)));
  const { text: sample } = sampleFrom(shipped, { prefix: preset.prefix, temperature: 0.7, length: 120 });
  console.log(
    `${preset.id}: ${shipped.step} steps, held out ${heldOut.toFixed(3)} nats (unigram ${unigramEntropy.toFixed(3)}, ` +
      `coverage ${coverage.toFixed(3)}), ${parameters} parameters, ${checkpoint.length} bytes, ${record.arithmetic}\n  ${preset.prefix}${sample}`,
  );
}

for (const preset of Object.values(PRESETS)) {
  if (!wanted.length || wanted.includes(preset.id)) pretrain(preset);
}
