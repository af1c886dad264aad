import react from '@vitejs/plugin-react';
import { defineConfig, mergeConfig } from 'vitest/config';
import { equations } from './build/equations.ts';
import { kernels } from './build/kernels.ts';
import { mdx } from './build/mdx.ts';
import { sources } from './build/sources.ts';

const shared = { plugins: [kernels(), sources(), equations(), mdx(), react()] };

export default defineConfig({
  test: {
    projects: [
      mergeConfig(shared, {
        test: {
          name: 'engine',
          environment: 'node',
          include: ['test/engine/**/*.test.ts', 'test/golden/**/*.test.ts'],
        },
      }),
      mergeConfig(shared, {
        test: {
          name: 'content',
          environment: 'node',
          include: ['test/content/**/*.test.ts', 'test/*.test.ts'],
        },
      }),
      mergeConfig(shared, {
        test: { name: 'app', environment: 'jsdom', globals: true, include: ['test/app/**/*.test.{ts,tsx}'] },
      }),
    ],
  },
});
