/**
 * Runs the experiments of the lessons in Node and prints claimed against measured, seed by seed.
 *
 *   npm run claims                     every experiment
 *   npm run claims -- gates-open       only this one
 *   npm run claims -- --record         also writes content/experiments/record.json, which the lessons print
 *
 * Exits 1 if a claim holds for fewer seeds than it says.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { EXPERIMENTS } from '../content/experiments/gru.ts';
import {
  bound,
  conditionHolds,
  METRICS,
  type Measurements,
  measure,
} from '../content/experiments/measure.ts';
import type { Condition, Experiment, Metric, Term } from '../content/experiments/types.ts';
import { nodeMachine } from './machine.ts';
import { runArm } from './run-arm.ts';

const RECORD = 'content/experiments/record.json';
const arguments_ = process.argv.slice(2);
const recording = arguments_.includes('--record');
const wanted = arguments_.filter((one) => !one.startsWith('--'));

const machine = await nodeMachine();
/** What made every run: the record states it. */
let arithmetic = '';

const round = (value: number) => Number(value.toFixed(6));

function measureAll(experiment: Experiment, seed: number): Measurements {
  return Object.fromEntries(
    experiment.arms.map((arm) => {
      const run = runArm(experiment, arm, seed, machine);
      ({ arithmetic } = run);
      const values = METRICS.map((metric) => [metric, round(measure(metric, run))] as const);
      return [arm.id, Object.fromEntries(values.filter(([, value]) => Number.isFinite(value)))];
    }),
  ) as Measurements;
}

const say = ({ arm, metric }: Term) => `${arm}.${metric}`;
const claimed = ({ left, op, right }: Condition) => {
  if (typeof right === 'number') return `${say(left)} ${op} ${right}`;
  const times = right.times === undefined ? '' : ` × ${right.times}`;
  const plus = right.plus === undefined ? '' : ` ${right.plus < 0 ? '−' : '+'} ${Math.abs(right.plus)}`;
  return `${say(left)} ${op} ${say(right)}${times}${plus}`;
};

const started = Date.now();
const record: Record<string, unknown> = {};
let failed = 0;
let ran = 0;

for (const experiment of EXPERIMENTS) {
  if (wanted.length && !wanted.includes(experiment.id)) continue;
  ran += 1;
  const seeds: Record<string, Measurements> = {};
  for (const seed of experiment.seeds) seeds[seed] = measureAll(experiment, seed);
  const measured = Object.values(seeds);
  const held = measured.filter((one) => experiment.claim.every((c) => conditionHolds(one, c))).length;
  const good = held >= experiment.holds;
  if (!good) failed += 1;
  record[experiment.id] = { held, seeds };
  console.log(
    `${good ? '✓' : '✗'} ${experiment.id}: holds for ${held} of ${measured.length} seeds (claimed ${experiment.holds})`,
  );
  for (const condition of experiment.claim) {
    const numbers = measured.map((one) => {
      const value = one[condition.left.arm]?.[condition.left.metric as Metric] ?? Number.NaN;
      return `${value.toFixed(3)}${conditionHolds(one, condition) ? '' : '✗'} (${bound(one, condition).toFixed(3)})`;
    });
    console.log(`    ${claimed(condition)}\n        ${numbers.join('  ')}`);
  }
}

if (recording) {
  const date = new Date().toISOString().slice(0, 10);
  const before = JSON.parse(readFileSync(RECORD, 'utf8')) as { arithmetic: string; experiments: object };
  // What was not run now stays, unless another arithmetic made it.
  const experiments = { ...(before.arithmetic === arithmetic ? before.experiments : {}), ...record };
  writeFileSync(RECORD, `${JSON.stringify({ date, arithmetic, experiments }, null, 2)}\n`);
  console.log(`written: ${RECORD}`);
}
console.log(
  `${ran - failed} claims hold, ${failed} do not (${((Date.now() - started) / 1000).toFixed(0)} s)`,
);
process.exit(failed ? 1 : 0);
