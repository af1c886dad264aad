import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type BenchRecord, type BenchRow, RECORD } from '../../content/bench/record.ts';
import { WORKLOADS } from '../../engine/index.ts';
import { readOptions } from '../bench/options.ts';
import { speedSection, withSpeedSection } from '../bench/readme.ts';
import { backendOf, sliceOf, together } from '../bench/rows.ts';

describe("the benchmark's record", () => {
  it('is what the README says', () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(withSpeedSection(readme, RECORD)).toBe(readme);
  });

  it('has every workload and cell, in Node and in Chromium, in every arithmetic', () => {
    for (const workload of Object.keys(WORKLOADS)) {
      for (const cell of ['rnn', 'gru', 'lstm']) {
        for (const where of ['node', 'chromium']) {
          const backends = RECORD.rows
            .filter((row) => row.workload === workload && row.cell === cell && row.where === where)
            .filter(({ shards }) => shards === 1)
            .map(({ backend }) => backend);
          expect(backends, `${workload} ${cell} ${where}`).toEqual(['scalar', 'simd', 'fma']);
        }
      }
    }
  });

  it('has one number for every time, and names what each peer ran on', () => {
    for (const { medianMs, p10Ms, tokensPerSecond, shards, backend, peers } of RECORD.rows) {
      expect(p10Ms).toBeLessThanOrEqual(medianMs);
      expect((tokensPerSecond * medianMs) / 1000).toBeCloseTo(32 * 35, -1);
      expect(backend.includes('×')).toBe(shards > 1);
      for (const peer of Object.values(peers)) {
        expect(peer.p10Ms).toBeLessThanOrEqual(peer.medianMs);
        expect(peer.version).not.toBe('');
        expect(peer.blas).not.toBe('');
        expect(peer.threads).toBe(1);
      }
    }
  });
});

describe("the README's section on speed", () => {
  const time = { medianMs: 10, p10Ms: 9 };
  const row: BenchRow = {
    ...{ workload: 'W2', cell: 'gru', where: 'node', backend: 'fma', shards: 1, tokensPerSecond: 112_000 },
    ...time,
    peers: { torch: { medianMs: 15, p10Ms: 14, version: 'PyTorch 9', blas: 'some BLAS', threads: 1 } },
  };
  const setup = { cpu: 'a', vectors: '', cores: 2, node: '20', chromium: null, load: [1, 1.2] };
  const record: BenchRecord = {
    ...{ date: '2026-01-02', machine: 'a machine', setup, rows: [row], checks: null, page: null },
  };

  it("prints each time, and the peer's over ours", () => {
    const section = speedSection(record);
    expect(section).toContain('| W2 gru | 15 | 10 | 1.50 × |');
    expect(section).toContain('`torch` is PyTorch 9 with some BLAS, 1 thread');
    expect(section).toContain('a machine; 2026-01-02');
  });

  it('leaves a dash where a peer did not take part', () => {
    const alone = { ...row, workload: 'W3', peers: {} };
    expect(speedSection({ ...record, rows: [row, alone] })).toContain('| W3 gru | – | 10 | – |');
  });

  it('names how far behind TensorFlow.js is, in a line of its own', () => {
    const tfjs = { medianMs: 500, p10Ms: 490, version: 'TensorFlow.js 9', blas: 'wasm', threads: 1 };
    const section = speedSection({ ...record, rows: [{ ...row, peers: { tfjs } }] });
    expect(section).toContain('| `fma` against TensorFlow.js 9 (wasm) | W2 gru 50 × |');
    expect(section).toContain('| W2 gru | 10 |');
  });

  it('refuses a README without its place', () => {
    expect(() => withSpeedSection('# Gatebook', record)).toThrow(/markers/);
  });
});

describe('options', () => {
  it('are everything unless some are named', () => {
    const { workloads, cells, arithmetics, peers, record: publishes } = readOptions([]);
    expect([workloads.length, cells.length, arithmetics.length]).toEqual([5, 3, 3]);
    expect([peers, publishes]).toEqual([true, false]);
    expect(readOptions(['--workload', 'W5,W1']).workloads).toEqual(['W1', 'W5']);
    expect(readOptions(['--seconds', '2']).ms).toBe(2000);
  });

  it.each([['--workload', 'W9'], ['--cell', 'tcn'], ['--rounds', '0'], ['--nothing']])(
    'do not include %s %s',
    (...args) => {
      expect(() => readOptions(args)).toThrow();
    },
  );
});

describe('slices', () => {
  it('have the median and the fastest tenth of their steps', () => {
    const times = Array.from({ length: 21 }, (_, i) => 21 - i);
    expect(sliceOf(times)).toEqual({ medianMs: 11, p10Ms: 3 });
    expect(sliceOf([5])).toEqual({ medianMs: 5, p10Ms: 5 });
  });

  it('together have the median of the medians, and the calmest tenth', () => {
    const slice = (medianMs: number, p10Ms: number) => ({ medianMs, p10Ms });
    expect(together([slice(30, 12), slice(10, 9), slice(11, 10)])).toEqual(slice(11, 9));
    expect(together([slice(10, 9), slice(20, 8)])).toEqual(slice(15, 8));
  });

  it('are named by arithmetic and workers', () => {
    expect([backendOf('simd', 1), backendOf('fma', 2)]).toEqual(['simd', 'fma ×2']);
  });
});
