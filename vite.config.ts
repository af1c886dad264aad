import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { equations } from './build/equations.ts';
import { kernels } from './build/kernels.ts';
import { mdx } from './build/mdx.ts';
import { katexWoff2Only } from './build/plugins.ts';
import { missingPages } from './build/preview.ts';
import { sources } from './build/sources.ts';

/** Where the site will stand: an absolute path with both slashes. */
const base = process.env.GATEBOOK_BASE ?? '/';

export default defineConfig(({ command, isPreview }) => ({
  base,
  // While developing, every address is the one page that draws itself; what is built has a page an address.
  appType: command === 'serve' && !isPreview ? 'spa' : 'mpa',
  plugins: [kernels(), katexWoff2Only(), sources(), equations(), mdx(), react(), missingPages()],
  worker: { format: 'es' },
  assetsInclude: ['**/*.wasm'],
  preview: { host: '127.0.0.1' },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// }] },
      },
    },
  },
}));
