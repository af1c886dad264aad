/** Makes the WebAssembly kernels before anything is built or served of which they are a part. */
import type { Plugin } from 'vite';
import { buildKernels } from '../scripts/kernels.mjs';

export const kernels = (): Plugin => ({
  name: 'gatebook:kernels',
  async buildStart() {
    await buildKernels();
  },
});
