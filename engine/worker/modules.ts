/** The compiled kernels, from wherever the host has their bytes. */
import type { Modules } from '../kernels/machine.ts';

export type Build = keyof Modules;

/**
 * Compiles both builds. One that cannot be had is left out: too old a browser, or a file that did not arrive.
 * @param bytes of a build
 */
export async function compileModules(bytes: (build: Build) => Promise<ArrayBuffer>): Promise<Modules> {
  const compile = async (build: Build): Promise<WebAssembly.Module | undefined> => {
    try {
      return await WebAssembly.compile(await bytes(build));
    } catch {
      return undefined;
    }
  };
  const [simd, fma] = await Promise.all([compile('simd'), compile('fma')]);
  return { ...(simd ? { simd } : {}), ...(fma ? { fma } : {}) };
}
