/**
 * TensorFlow.js's side of the benchmark, as a server on its standard input and output: see peer_torch.py. Its
 * WebAssembly backend with SIMD, one thread. It is copied to where its packages are and run there.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs');
const { setWasmPaths, setThreadsCount } = require('@tensorflow/tfjs-backend-wasm');

const B = 32;
const T = 35;
const WARM_UP = 2;
const LEAST = 3;

setThreadsCount(1);
setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`);
// In Node its fetch cannot read files: hand the bytes over.
globalThis.fetch = async (path) => ({
  ok: true,
  arrayBuffer: async () => new Uint8Array(readFileSync(`${path}`.replace(/^file:\/\//, ''))).buffer,
});
await tf.setBackend('wasm');
await tf.ready();

const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const random = (count, below) => Int32Array.from({ length: count }, () => Math.floor(Math.random() * below));

/** Weights trained by hand-written steps, as its own layers train: one-hot input, all states read. */
function training({ cell, V, H, L, D, O }) {
  const options = { units: H, returnSequences: true, recurrentInitializer: 'glorotUniform' };
  const recurrent = () =>
    cell === 'rnn'
      ? tf.layers.simpleRNN(options)
      : cell === 'gru'
        ? tf.layers.gru({ ...options, recurrentActivation: 'sigmoid' })
        : tf.layers.lstm({ ...options, recurrentActivation: 'sigmoid' });
  const model = tf.sequential();
  for (let l = 0; l < L; l++) {
    const shape = l === 0 ? { inputShape: [T, V] } : {};
    if (D === 1) model.add(Object.assign(recurrent(), l === 0 ? { batchInputShape: [null, T, V] } : {}));
    else model.add(tf.layers.bidirectional({ layer: recurrent(), mergeMode: 'concat', ...shape }));
  }
  model.add(tf.layers.dense({ units: O }));
  model.build([null, T, V]);
  const optimiser = tf.train.sgd(1);
  const tokens = tf.tensor2d(random(B * T, V), [B, T], 'int32');
  const targets = tf.tensor1d(random(B * T, O), 'int32');
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => {
        const out = model.apply(tf.oneHot(tokens, V).toFloat(), { training: true });
        return tf.losses.softmaxCrossEntropy(tf.oneHot(targets, O).toFloat(), out.reshape([B * T, O]));
      });
      const squares = Object.values(grads).map((g) => g.square().sum());
      const norm = Math.sqrt(tf.addN(squares).dataSync()[0]);
      const factor = Math.min(1, 1 / (norm + 1e-6));
      optimiser.applyGradients(
        Object.fromEntries(Object.entries(grads).map(([name, g]) => [name, g.mul(factor)])),
      );
      return value.dataSync()[0];
    });
}

say({ version: `TensorFlow.js ${tf.version.tfjs}`, blas: `XNNPACK, ${tf.getBackend()}`, threads: 1 });
let made = '';
let step = () => 0;
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (made !== `${asked.workload} ${asked.cell}`) {
    made = `${asked.workload} ${asked.cell}`;
    tf.disposeVariables();
    step = training(asked);
    for (let i = 0; i < WARM_UP; i++) step();
  }
  const times = [];
  for (const end = performance.now() + asked.ms; performance.now() < end || times.length < LEAST; ) {
    const start = performance.now();
    step();
    times.push(performance.now() - start);
  }
  say({ times });
}
