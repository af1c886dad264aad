/**
 * Compares the engine with PyTorch's numbers: every case it supports, of every *.json of a folder, in float64 and
 * in float32, every tensor the case states. Exits 1 on a failure, or if there is nothing to compare.
 *
 *   node scripts/run.mjs scripts/golden.ts [FOLDER]        FOLDER: test/golden/vectors unless given
 */
import type { Dtype } from '../engine/math/floats.ts';
import type { Worst } from '../test/golden/compare.ts';
import { unsupported } from '../test/golden/model.ts';
import { runCase } from '../test/golden/runCase.ts';
import { type GoldenFile, readGolden } from '../test/golden/schema.ts';

const folder = process.argv[2] ?? 'test/golden/vectors';
const files = readGolden(folder);
let passed = 0;
let failed = 0;
let skipped = 0;
let tensors = 0;

/** An exception is a failure of that case, not the end of the run. */
function attempt(file: GoldenFile, index: number, dtype: Dtype): { count: number; worst: Worst } {
  try {
    return runCase(file, index, dtype);
  } catch (error) {
    return { count: 0, worst: { error: Number.POSITIVE_INFINITY, name: String(error) } };
  }
}

for (const { name, file } of files) {
  const reasons = file.cases.map(unsupported);
  const run = reasons.flatMap((reason, i) => (reason === null ? [i] : []));
  for (const dtype of ['float64', 'float32'] as const) {
    let worst = { error: 0, name: '', id: '' };
    let failures = 0;
    for (const i of run) {
      const { id } = file.cases[i]!;
      const {
        count,
        worst: { error, name: tensor },
      } = attempt(file, i, dtype);
      tensors += count;
      if (error > worst.error) worst = { error, name: tensor, id };
      if (error <= 1) continue;
      failures += 1;
      console.log(`  FAILED ${id} ${dtype}: ${tensor} is ${error.toPrecision(3)} times what is allowed`);
    }
    passed += run.length - failures;
    failed += failures;
    const at = worst.id ? ` of what is allowed (${worst.id}, ${worst.name})` : '';
    console.log(`${name} ${dtype}: ${run.length} cases, largest error ${worst.error.toPrecision(3)}${at}`);
  }
  const left = file.cases.flatMap(({ id }, i) => (reasons[i] === null ? [] : [`${id} (${reasons[i]})`]));
  skipped += left.length;
  if (left.length > 0) console.log(`${name}: ${left.length} skipped: ${left.join(', ')}`);
}

if (files.length === 0) console.log(`no *.json in ${folder}`);
console.log(`${tensors} tensors compared; tolerance 1e-10 in float64, 5e-5 in float32`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
