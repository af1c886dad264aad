/**
 * Where a training step's time goes: the kernels, each call timed, and what is left, which is JavaScript around them.
 * A clock's reading costs about as much as a small kernel: what it costs is measured and taken off.
 */
import { type CellName, completeConfig } from '../../engine/config.ts';
import type { Arithmetic, Kernels, Matrix } from '../../engine/kernels/kernels.ts';
import type { Machine } from '../../engine/kernels/machine.ts';
import { createSession, type Session } from '../../engine/train/session.ts';
import { WORKLOADS, workloadConfig, workloadData } from '../../engine/worker/measure.ts';
import type { MeasureOptions } from '../../engine/worker/surface.ts';

/** One kind of call. */
export interface Entry {
  readonly phase: 'product' | 'packing product' | 'elementwise' | 'rows' | 'loss' | 'update';
  /** With the shapes of a product. */
  readonly name: string;
  /** In one step. */
  readonly calls: number;
  /** Median over steps of what all calls took, the clock's cost taken off. */
  readonly ms: number;
  /** Floating-point operations of a product's calls, of those left out for zero states too; 0 elsewhere. */
  readonly flop: number;
}

export interface Profile {
  readonly workload: MeasureOptions['workload'];
  readonly cell: CellName;
  readonly arithmetic: Arithmetic;
  /** Of one step with the clocks off. */
  readonly stepMs: number;
  readonly flop: number;
  readonly entries: readonly Entry[];
  /** Milliseconds of a step outside the kernels. */
  readonly outsideMs: number;
}

const PHASES: Readonly<Record<string, Entry['phase']>> = {
  ...{ setRows: 'rows', addToRows: 'rows', setGathered: 'rows', scatterAdd: 'rows', addRowSums: 'rows' },
  ...{ setColumns: 'rows', addColumns: 'rows' },
  ...{ crossEntropy: 'loss', sumOfSquares: 'update', scale: 'update', adam: 'update' },
};

/** What hands out memory is no part of a step. */
const NOT_TIMED: ReadonlySet<string> = new Set(['floats', 'ids', 'matrix', 'changed']);

/** Calls of one kind: in the step under way, and step by step. */
interface Tally {
  readonly phase: Entry['phase'];
  readonly name: string;
  calls: number;
  ms: number;
  flop: number;
  readonly steps: number[];
}

class Clock {
  readonly tallies = new Map<string, Tally>();
  isOn = false;

  note(phase: Entry['phase'], name: string, ms: number, flop: number): void {
    let tally = this.tallies.get(name);
    if (!tally) {
      tally = { phase, name, calls: 0, ms: 0, flop: 0, steps: [] };
      this.tallies.set(name, tally);
    }
    tally.calls += 1;
    tally.ms += ms;
    tally.flop += flop;
  }

  /** A step begins: what was noted before it is not its. */
  begin(): void {
    for (const tally of this.tallies.values()) {
      tally.calls = 0;
      tally.ms = 0;
      tally.flop = 0;
    }
  }

  /** A step is over. @returns calls and milliseconds of all kinds together, a reading's cost taken off each call */
  end(cost: number): { calls: number; ms: number } {
    const total = { calls: 0, ms: 0 };
    for (const tally of this.tallies.values()) {
      const ms = tally.ms - tally.calls * cost;
      tally.steps.push(ms);
      total.calls += tally.calls;
      total.ms += ms;
    }
    return total;
  }
}

/** `kernels`, every call of which is timed while the clock is on. */
function timed(kernels: Kernels, clock: Clock): Kernels {
  const now = (): number => performance.now();
  /** Which products have been made of a matrix since it changed: the first of a kind packs it. */
  let made = new Map<Matrix, Set<string>>();
  const isFirst = (W: Matrix, kind: string): boolean => {
    const kinds = made.get(W) ?? new Set();
    made.set(W, kinds);
    const first = !kinds.has(kind);
    kinds.add(kind);
    return first;
  };
  const noting = (run: () => void, note: (ms: number) => void): void => {
    if (!clock.isOn) {
      run();
      return;
    }
    const start = now();
    run();
    note(now() - start);
  };
  const product = (
    kind: string,
    count: number,
    [M, K, N]: readonly [number, number, number],
    packs: boolean,
    run: () => void,
  ): void =>
    noting(run, (ms) => {
      const name = `${kind} ${count} × [${M}, ${K}] [${K}, ${N}]${packs ? ', packing' : ''}`;
      clock.note(packs ? 'packing product' : 'product', name, ms, 2 * count * M * K * N);
    });
  const others = Object.entries(kernels).map(([name, kernel]): [string, unknown] => {
    if (typeof kernel !== 'function' || NOT_TIMED.has(name)) return [name, kernel];
    const call = kernel as (...args: unknown[]) => unknown;
    const phase = PHASES[name] ?? 'elementwise';
    const wrapper = (...args: unknown[]): unknown => {
      if (!clock.isOn) return call(...args);
      const start = now();
      const result = call(...args);
      const ms = now() - start;
      // Both kinds of `addScaled`: an LSTM's own, and the update.
      const isUpdate = name === 'addScaled' && (args[2] as number) < 0;
      clock.note(isUpdate ? 'update' : phase, isUpdate ? 'addScaled (update)' : name, ms, 0);
      return result;
    };
    return [name, wrapper];
  });
  return {
    ...(Object.fromEntries(others) as unknown as Kernels),
    changed: () => {
      made = new Map();
      kernels.changed();
    },
    addAB: (Cs, A, Ws, M) => {
      const packs = isFirst(Ws[0], 'AB');
      product('AB ', Ws.length, [M, Ws[0].rows, Ws[0].columns], packs, () => kernels.addAB(Cs, A, Ws, M));
    },
    addABt: (C, As, Ws, M) => {
      const packs = isFirst(Ws[0], 'ABt');
      product('ABᵀ', Ws.length, [M, Ws[0].columns, Ws[0].rows], packs, () => kernels.addABt(C, As, Ws, M));
    },
    addAtB: (Cs, A, Bs, M) =>
      product('AᵀB', Bs.length, [A.length / M, M, Bs[0].length / M], false, () =>
        kernels.addAtB(Cs, A, Bs, M),
      ),
  };
}

/** Milliseconds that timing one call costs, seen by the one who times, and seen from outside. */
function clockCost(): { inside: number; outside: number } {
  const COUNT = 200_000;
  let inside = 0;
  const start = performance.now();
  for (let i = 0; i < COUNT; i++) {
    const before = performance.now();
    inside += performance.now() - before;
  }
  return { inside: inside / COUNT, outside: (performance.now() - start) / COUNT };
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

function stepTimes(session: Session, ms: number): number[] {
  const times: number[] = [];
  for (const end = performance.now() + ms; performance.now() < end || times.length < 5; ) {
    const start = performance.now();
    session.trainSteps(1);
    times.push(performance.now() - start);
  }
  return times;
}

export function profile(machine: Machine, { workload, cell, arithmetic, ms }: MeasureOptions): Profile {
  const clock = new Clock();
  const shape = WORKLOADS[workload];
  const config = completeConfig(workloadConfig(cell, shape));
  const spec = { config, data: workloadData(shape), arithmetic };
  const plain = createSession(spec, { machine });
  const watched = createSession(spec, {
    machine: { ...machine, kernels: (...args) => timed(machine.kernels(...args), clock) },
  });
  clock.isOn = true;
  for (const session of [plain, watched]) session.trainSteps(arithmetic === 'scalar' ? 3 : 30);
  clock.tallies.clear();
  const stepMs = median(stepTimes(plain, ms));
  const { inside, outside } = clockCost();
  const outsides: number[] = [];
  let flop = 0;
  for (const end = performance.now() + ms; performance.now() < end || outsides.length < 5; ) {
    clock.begin();
    const start = performance.now();
    watched.trainSteps(1);
    const spent = performance.now() - start;
    const all = clock.end(inside);
    outsides.push(spent - all.ms - all.calls * outside);
    flop = [...clock.tallies.values()].reduce((sum, tally) => sum + tally.flop, 0);
  }
  const entries = [...clock.tallies.values()]
    .map(({ phase, name, calls, flop: operations, steps }) => {
      return { phase, name, calls, ms: median(steps), flop: operations };
    })
    .filter(({ calls }) => calls > 0)
    .sort((x, y) => y.ms - x.ms);
  return {
    ...{ workload, cell, arithmetic: plain.model.kernels.arithmetic, stepMs, flop, entries },
    outsideMs: median(outsides),
  };
}

/** The profile as lines of text. */
export function profileLines(p: Profile): string[] {
  const total = p.entries.reduce((sum, { ms }) => sum + ms, p.outsideMs);
  const share = (ms: number): string => `${((100 * ms) / total).toFixed(1)} %`.padStart(7);
  const phases = new Map<string, number>([['JavaScript outside the kernels', p.outsideMs]]);
  for (const { phase, ms } of p.entries) phases.set(phase, (phases.get(phase) ?? 0) + ms);
  const gflops = (flop: number, ms: number): string => `${(flop / ms / 1e6).toFixed(1)} GFLOP/s`;
  return [
    `${p.workload} ${p.cell} ${p.arithmetic}: median ${p.stepMs.toFixed(3)} ms a step (parts: ${total.toFixed(3)}), ` +
      `${(p.flop / 1e6).toFixed(1)} MFLOP in products: ${gflops(p.flop, p.stepMs)} over the step`,
    ...[...phases].sort((a, b) => b[1] - a[1]).map(([phase, ms]) => `  ${share(ms)}  ${phase}`),
    ...p.entries
      .filter(({ ms }) => ms > 0.003 * total)
      .map(({ name, calls, ms, flop }) => {
        const each = ((1000 * ms) / calls).toFixed(2).padStart(9);
        const all = (1000 * ms).toFixed(1).padStart(9);
        const times = calls.toFixed(0).padStart(4);
        return `    ${share(ms)} ${all} µs = ${times} × ${each} µs  ${name}${flop ? `  ${gflops(flop, ms)}` : ''}`;
      }),
  ];
}
