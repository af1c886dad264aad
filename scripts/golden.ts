/**
 * Compares the engine with PyTorch's numbers: every case of every *.json of a folder, every tensor the case states,
 * with every kernel backend there is here. Exits 1 on a failure, or if there is nothing to compare.
 *
 *   node scripts/run.mjs scripts/golden.ts [FOLDER]        FOLDER: test/golden/vectors unless given
 */
import { type Backend, backendsOf, nameOf } from '../test/golden/backends.ts';
import { TOLERANCE, type Worst } from '../test/golden/compare.ts';
import { runCase } from '../test/golden/runCase.ts';
import { type GoldenFile, readGolden } from '../test/golden/schema.ts';
import { nodeMachine } from './machine.ts';

const folder = process.argv[2] ?? 'test/golden/vectors';
const files = readGolden(folder);
const machine = await nodeMachine();
const backends = backendsOf(machine);
let passed = 0;
let failed = 0;
let tensors = 0;

/** An exception is a failure of that case, not the end of the run. */
function attempt(file: GoldenFile, index: number, backend: Backend): { count: number; worst: Worst } {
  try {
    return runCase(file, index, backend, machine);
  } catch (error) {
    return { count: 0, worst: { error: Number.POSITIVE_INFINITY, name: String(error) } };
  }
}

for (const { name, file } of files) {
  for (const backend of backends) {
    let worst = { error: 0, name: '', id: '' };
    let failures = 0;
    file.cases.forEach(({ id }, i) => {
      const { count, worst: found } = attempt(file, i, backend);
      tensors += count;
      if (found.error > worst.error) worst = { ...found, id };
      if (found.error <= 1) return;
      failures += 1;
      const times = found.error.toPrecision(3);
      console.log(`  FAILED ${id} ${nameOf(backend)}: ${found.name} is ${times} times what is allowed`);
    });
    passed += file.cases.length - failures;
    failed += failures;
    const at = worst.id ? ` of what is allowed (${worst.id}, ${worst.name})` : '';
    const largest = worst.error.toPrecision(3);
    console.log(`${name} ${nameOf(backend)}: ${file.cases.length} cases, largest error ${largest}${at}`);
  }
}

if (files.length === 0) console.log(`no *.json in ${folder}`);
const tolerances = `${TOLERANCE.float64} in float64, ${TOLERANCE.float32} in float32`;
console.log(`${tensors} tensors compared with ${backends.map(nameOf).join(', ')}; tolerance ${tolerances}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
