/** The engine's machine in Node: the compiled kernels from their files. Relaxed SIMD needs a flag before Node 22. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { createMachine, type Machine } from '../engine/kernels/machine.ts';
import { compileModules } from '../engine/worker/modules.ts';

setFlagsFromString('--experimental-wasm-relaxed-simd');

/** Everything this Node can do: `scalar` always, `simd` and `fma` if their files are there and work. */
export async function nodeMachine(): Promise<Machine> {
  const modules = await compileModules(async (build) => {
    const bytes = await readFile(resolve('engine/kernels/simd/build', `${build}.wasm`));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  });
  return createMachine(modules);
}
