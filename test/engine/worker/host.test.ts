import { beforeEach, describe, expect, it } from 'vitest';
import { EngineError, type Result } from '../../../engine/errors.ts';
import { SCALAR_MACHINE } from '../../../engine/kernels/machine.ts';
import { traceOf } from '../../../engine/trace/trace.ts';
import { decodeCheckpoint } from '../../../engine/train/checkpoint.ts';
import { createSession } from '../../../engine/train/session.ts';
import { createHost, type Host } from '../../../engine/worker/host.ts';
import type { Report } from '../../../engine/worker/surface.ts';
import { BUSY_MACHINE, CONFIG, specOf } from '../fixtures.ts';

const SPEC = specOf();

/** A host whose clock goes on by `tick` ms each time it is read, and whose events come when the test says. */
class Stage {
  time = 0;
  tick = 0.5;
  reports: { at: number; report: Report }[] = [];
  crashes: unknown[] = [];
  slices = 0;
  readonly host: Host;

  /** @param machine one that yields often, unless given */
  constructor(machine = BUSY_MACHINE) {
    this.host = createHost({
      machine,
      now: () => {
        this.time += this.tick;
        return this.time;
      },
      yieldToEvents: () => {
        this.slices += 1;
        return new Promise((resolve) => setImmediate(resolve));
      },
      emit: (report) => this.reports.push({ at: this.time, report }),
      crash: (error) => this.crashes.push(error),
    });
  }

  of(id: string): Report[] {
    return this.reports.map(({ report }) => report).filter((report) => report.id === id);
  }

  async until(condition: () => boolean): Promise<void> {
    for (let i = 0; i < 20_000 && !condition(); i++) await new Promise((resolve) => setImmediate(resolve));
    expect(condition()).toBe(true);
  }

  async create(id: string, changes: Partial<typeof CONFIG> = {}): Promise<void> {
    value(await this.host.create(id, { ...SPEC, config: { ...CONFIG, ...changes } }));
  }
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

const stepsIn = (reports: Report[]): number[] =>
  reports.flatMap(({ points }) => Array.from(points.loss, (_, i) => points.firstStep + i));

let stage: Stage;
let host: Host;
beforeEach(() => {
  stage = new Stage();
  host = stage.host;
});

describe('the host', () => {
  it('plays so many steps, reports each once, and pauses', async () => {
    await stage.create('a');
    expect(value(await host.play('a', { steps: 30 }))).toEqual({ step: 0 });
    await stage.until(() => stage.of('a').at(-1)?.status === 'paused');
    expect(stepsIn(stage.of('a'))).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(stage.of('a').at(-1)).toMatchObject({ step: 30, tokensPerSecond: 0 });
    expect(stage.of('a').flatMap(({ heldOut }) => heldOut.map(({ step }) => step))).toEqual([25]);
    const { slices } = stage;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stage.slices).toBe(slices);
  });

  it('saves a large run wherever it stands, also where a pause came in the middle of an update', async () => {
    stage.tick = 6; // a piece of work a slice
    await stage.create('a', { hidden: 512, batch: 1, window: 1, optimiser: 'adam' });
    let midway = 0;
    for (let i = 0; i < 40; i++) {
      value(await host.play('a'));
      for (let events = 0; events < i; events++) await new Promise((resolve) => setImmediate(resolve));
      const { step } = value(await host.pause('a'));
      const saved = decodeCheckpoint(value(await host.save('a')));
      const now = value(await host.pause('a')).step;
      expect(saved.step).toBe(now);
      if (now > step) midway += 1;
      await stage.until(() => stage.of('a').at(-1)?.step === now);
      expect(stage.of('a').at(-1)?.status).toBe('paused');
    }
    expect(midway).toBeGreaterThan(0);
    expect(stage.crashes).toEqual([]);
    expect(stepsIn(stage.of('a'))).toEqual(stepsIn(stage.of('a')).map((_, i) => i + 1));
  }, 60_000);

  it.each([
    ['a step in many pieces', BUSY_MACHINE],
    ['a step in one', SCALAR_MACHINE],
  ])('plays until so many steps are completed, and not at all past them: %s', async (_, machine) => {
    stage = new Stage(machine);
    host = stage.host;
    await stage.create('a');
    value(await host.play('a', { steps: 5 }));
    await stage.until(() => stage.of('a').at(-1)?.status === 'paused');
    value(await host.play('a', { until: 12 }));
    await stage.until(() => stage.of('a').at(-1)?.step === 12);
    value(await host.play('a', { until: 12 }));
    const { length } = stage.of('a');
    await stage.until(() => stage.of('a').length > length);
    expect(stage.of('a').at(-1)).toMatchObject({ step: 12, status: 'paused' });
  });

  it('trains the same bits as a session in Node', async () => {
    await stage.create('a');
    value(await host.watch('a', { probe: 'the dog', writer: { prefix: 'a', temperature: 1, length: 5 } }));
    value(await host.play('a', { steps: 30 }));
    await stage.until(() => stage.of('a').at(-1)?.status === 'paused');
    const session = createSession(SPEC, { machine: BUSY_MACHINE });
    session.trainSteps(30);
    expect(value(await host.save('a'))).toEqual(session.save());
    const { runId: _, ...trace } = stage.of('a').at(-1)!.trace!;
    expect(trace).toEqual((({ runId, ...rest }) => rest)(traceOf(session, 'the dog')));
  });

  it('evaluates the step it was to stop at before it pauses', async () => {
    await stage.create('a');
    value(await host.play('a', { steps: 25 }));
    await stage.until(() => stage.of('a').at(-1)?.status === 'paused');
    expect(
      stage
        .of('a')
        .at(-1)!
        .heldOut.map(({ step }) => step),
    ).toEqual([25]);
  });

  it('reports at most ten times a second while it trains', async () => {
    await stage.create('a');
    value(await host.play('a'));
    await stage.until(() => stage.of('a').length >= 12);
    const times = stage.reports.map(({ at }) => at);
    for (let i = 1; i < times.length; i++) expect(times[i] - times[i - 1]).toBeGreaterThan(95);
    expect(stage.of('a').at(-1)!.tokensPerSecond).toBeGreaterThan(0);
  });

  it('traces what is watched with every report, and writes every two seconds', async () => {
    await stage.create('a');
    value(await host.watch('a', { probe: 'the', writer: { prefix: 'the', temperature: 1, length: 4 } }));
    value(await host.play('a'));
    await stage.until(() => stage.of('a').length >= 45);
    const reports = stage.of('a');
    for (const { trace, step, runId } of reports) expect(trace).toMatchObject({ step, runId, probe: 'the' });
    const written = stage.reports.filter(({ report }) => report.sample).map(({ at }) => at);
    expect(written.length).toBeGreaterThan(1);
    for (let i = 1; i < written.length; i++) expect(written[i] - written[i - 1]).toBeGreaterThan(1990);
  });

  it('traces a long probe once a second', async () => {
    stage = new Stage(SCALAR_MACHINE);
    stage.tick = 2;
    await stage.create('a');
    value(await stage.host.watch('a', { probe: 'the dog '.repeat(20), writer: null }));
    value(await stage.host.play('a'));
    await stage.until(() => stage.time > 5000);
    const traced = stage.reports.filter(({ report }) => report.trace).map(({ at }) => at);
    expect(traced.length).toBeGreaterThan(1);
    for (let i = 1; i < traced.length; i++) expect(traced[i] - traced[i - 1]).toBeGreaterThan(900);
  });

  it('spends at most a twentieth of the time on traces, however long they take', async () => {
    stage.tick = 4;
    await stage.create('a');
    value(await host.watch('a', { probe: 'the dog '.repeat(12), writer: null }));
    value(await host.play('a'));
    await stage.until(() => stage.time > 60_000);
    const traced = stage.reports.filter(({ report }) => report.trace).map(({ at }) => at);
    expect(traced.length).toBeGreaterThan(2);
    for (let i = 1; i < traced.length; i++) expect(traced[i] - traced[i - 1]).toBeGreaterThan(1000);
  });

  it('stops by itself when the patience is used up, and says so', async () => {
    await stage.create('a', { patience: 1, optimiser: 'sgd', learningRate: 8 });
    value(await host.play('a'));
    await stage.until(() => stage.of('a').at(-1)?.status === 'paused');
    expect(stage.of('a').at(-1)).toMatchObject({ stoppedEarly: true, divergence: null });
    const losses = stage.of('a').flatMap(({ heldOut }) => heldOut.map(({ loss }) => loss));
    expect(losses.at(-1)).toBeGreaterThanOrEqual(Math.min(...losses.slice(0, -1)));
  });

  it('trains on when it is played again after it stopped by itself, with new patience', async () => {
    await stage.create('a', { patience: 1, optimiser: 'sgd', learningRate: 8 });
    value(await host.play('a'));
    await stage.until(() => stage.of('a').at(-1)?.stoppedEarly === true);
    const { step } = stage.of('a').at(-1)!;
    value(await host.play('a', { steps: 5 }));
    await stage.until(() => stage.of('a').at(-1)?.status === 'paused' && stage.of('a').at(-1)!.step > step);
    expect(stage.of('a').at(-1)).toMatchObject({ step: step + 5, stoppedEarly: false });
  });

  it('answers while it trains, and pauses in the middle of a step', async () => {
    await stage.create('a', { window: 64, batch: 16 });
    value(await host.play('a'));
    await stage.until(() => stage.slices > 5);
    expect(await host.ping()).toBe(true);
    const { step } = value(await host.pause('a'));
    await stage.until(() => stage.of('a').at(-1)?.status === 'paused');
    expect(stage.of('a').at(-1)!.step).toBe(step);
    value(await host.play('a', { steps: 1 }));
    await stage.until(() => stage.of('a').at(-1)?.step === step + 1);
    expect(stepsIn(stage.of('a'))).toEqual(Array.from({ length: step + 1 }, (_, i) => i + 1));
  });

  it('trains only the session that was played last', async () => {
    await stage.create('a');
    await stage.create('b');
    value(await host.play('a'));
    await stage.until(() => stage.of('a').length > 0);
    value(await host.play('b'));
    await stage.until(() => stage.of('b').length > 2);
    expect(stage.of('a').at(-1)!.status).toBe('paused');
    const { step } = value(await host.pause('a'));
    await stage.until(() => stage.of('b').length > 5);
    expect(value(await host.pause('a')).step).toBe(step);
  });

  it('changes a live setting and says from which step on', async () => {
    await stage.create('a');
    expect(value(await host.change('a', 'learningRate', 0.5))).toEqual({ step: 1 });
    expect(await host.change('a', 'learningRate', -1)).toMatchObject({ ok: false, code: 'config-invalid' });
  });

  it('reports a divergence at once, refuses to play on, and recovers', async () => {
    await stage.create('a', { optimiser: 'sgd', learningRate: 1e9, clip: 0 });
    value(await host.watch('a', { probe: 'the', writer: null }));
    value(await host.play('a'));
    await stage.until(() => stage.of('a').at(-1)?.status === 'diverged');
    expect(stage.of('a').at(-1)).toMatchObject({
      divergence: { lastGoodStep: 0, learningRate: 1e9 },
      trace: null,
    });
    expect(await host.play('a')).toMatchObject({ ok: false, code: 'diverged' });
    expect(value(await host.recover('a'))).toEqual({ step: 0 });
    value(await host.change('a', 'learningRate', 1));
    expect(value(await host.recover('a'))).toEqual({ step: 0 });
    const { run } = decodeCheckpoint(value(await host.save('a')));
    expect(run!.changes.map(({ key }) => key)).toEqual(['recover', 'learningRate']);
    await stage.until(() => stage.of('a').at(-1)?.status === 'paused');
    expect(stage.of('a').at(-1)).toMatchObject({ step: 0, divergence: null, trace: { step: 0 } });
    value(await host.change('a', 'learningRate', 0.1));
    value(await host.play('a', { steps: 3 }));
    await stage.until(() => stage.of('a').at(-1)?.step === 3);
  });

  it('answers traces, samples and evaluations while another session trains', async () => {
    await stage.create('a');
    await stage.create('b');
    value(await host.play('a'));
    const [trace, sample, held] = await Promise.all([
      host.trace('b', 'fox'),
      host.sample('b', { prefix: '', temperature: 1, length: 6 }),
      host.evaluate('b'),
    ]);
    expect(value(trace)).toMatchObject({ step: 0, T: 3 });
    expect(value(sample).text).toHaveLength(6);
    expect(value(held)).toMatchObject({ step: 0, answers: 256 });
  });

  it('answers for gradients, influence, interventions and time constants', async () => {
    await stage.create('a', { cell: 'lstm', layers: 2, bidirectional: true });
    const [gradients, row, matrix, dynamics, clamped] = await Promise.all([
      host.gradients('a', 'the dog', 'last'),
      host.influence('a', 'the dog', 3),
      host.influence('a', 'the dog'),
      host.dynamics('a', 'the dog'),
      host.clampedTrace('a', 'the dog', [{ quantity: 'forget', set: 1 }]),
    ]);
    expect(value(gradients).lanes).toHaveLength(4);
    expect(value(row).values).toHaveLength(7);
    expect(value(matrix).values).toHaveLength(7 * value(matrix).answers.length);
    expect(value(dynamics).lanes[3].timeConstants).toHaveLength(12);
    const { clamped: with1, baseline } = value(clamped);
    expect(with1.lanes[0].values.forget.every((f) => f === 1)).toBe(true);
    expect(baseline.lanes[0].values.forget.every((f) => f === 1)).toBe(false);
  });

  it('times a workload of the benchmark, and pauses what trains meanwhile', async () => {
    stage = new Stage(SCALAR_MACHINE);
    host = stage.host;
    await stage.create('a');
    value(await host.play('a'));
    await stage.until(() => stage.slices > 3);
    stage.tick = 5;
    const measured = value(
      await host.measure({ workload: 'W1', cell: 'rnn', arithmetic: 'scalar', ms: 100 }),
    );
    expect(measured).toMatchObject({ workload: 'W1', cell: 'rnn', arithmetic: 'scalar', shards: 1 });
    expect(measured.tokensPerSecond).toBeCloseTo((32 * 35 * 1000) / measured.medianMs, 6);
    expect(stage.of('a').at(-1)?.status).toBe('paused');
    const wrong = { workload: 'W9' as 'W1', cell: 'rnn', arithmetic: 'scalar', ms: 100 } as const;
    expect(await host.measure(wrong)).toMatchObject({ ok: false, code: 'argument-invalid' });
    expect(await host.arithmetics()).toEqual(['scalar']);
  });

  it.each([
    new RangeError('Array buffer allocation failed'),
    new EngineError('out-of-memory', { needed: 2, limit: 1 }),
  ])('trains on without what is watched where there is no room for it: %s', async (error) => {
    let made = 0;
    stage = new Stage({
      ...SCALAR_MACHINE,
      kernels: (...asked) => {
        made += 1;
        if (made > 1) throw error;
        return SCALAR_MACHINE.kernels(...asked);
      },
    });
    host = stage.host;
    await stage.create('a');
    value(await host.watch('a', { probe: 'the', writer: null }));
    value(await host.play('a', { steps: 20 }));
    await stage.until(() => stage.of('a').at(-1)?.status === 'paused');
    expect(stage.of('a').at(-1)).toMatchObject({ step: 20, trace: null });
    expect(stage.crashes).toEqual([]);
    expect(await host.trace('a', 'the')).toMatchObject({ ok: false, code: 'out-of-memory' });
  });

  it('answers bad input with a failure as data', async () => {
    await stage.create('a');
    const writer = { prefix: '', temperature: 1, length: 0 };
    const codes = await Promise.all([
      host.create('x', specOf({}, '')),
      host.create('x', { ...SPEC, config: { ...CONFIG, hidden: -3 } }),
      host.create('x', { ...SPEC, checkpoint: new Uint8Array(3) }),
      host.create('x', { ...SPEC, arithmetic: 'abacus' as 'simd' }),
      host.create('x', { ...SPEC, data: { kind: 'rumour' } as unknown as typeof SPEC.data }),
      host.create('x', { ...SPEC, data: undefined as unknown as typeof SPEC.data }),
      host.create('x', { ...SPEC, data: { kind: 'text' } as unknown as typeof SPEC.data }),
      host.create('x', { ...SPEC, data: { kind: 'dataset', dataset: null } as unknown as typeof SPEC.data }),
      host.create('x', { ...SPEC, data: { kind: 'dataset', dataset: {} } as unknown as typeof SPEC.data }),
      host.create('x', { ...SPEC, data: { kind: 'task', task: {} } as unknown as typeof SPEC.data }),
      host.trace('a', ''),
      host.trace('a', { kind: 'rumour' } as unknown as string),
      host.trace('a', null as unknown as string),
      host.trace('a', { kind: 'tokens' } as unknown as string),
      host.sample('a', { ...writer, length: 1, prefix: null as unknown as string }),
      host.sample('a', writer),
      host.watch('a', { probe: null, writer }),
      host.play('a', { steps: 0 }),
      host.pause('nobody'),
      host.trace('nobody', 'x'),
    ]);
    expect(codes.map((result) => (result.ok ? 'ok' : result.code))).toEqual([
      'text-empty',
      'config-invalid',
      'checkpoint-damaged',
      'config-invalid',
      'argument-invalid',
      'argument-invalid',
      'argument-invalid',
      'argument-invalid',
      'dataset-damaged',
      'config-invalid',
      'probe-empty',
      'argument-invalid',
      'argument-invalid',
      'argument-invalid',
      'argument-invalid',
      'argument-invalid',
      'argument-invalid',
      'argument-invalid',
      'session-unknown',
      'session-unknown',
    ]);
    expect(stage.crashes).toEqual([]);
  });

  it('forgets what is disposed of or replaced', async () => {
    await stage.create('a');
    value(await host.play('a'));
    await stage.until(() => stage.of('a').length > 0);
    await stage.create('a');
    const { length } = stage.reports;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stage.reports.length).toBe(length);
    expect(value(await host.pause('a')).step).toBe(0);
    value(await host.dispose('a'));
    expect(await host.play('a')).toMatchObject({ ok: false, code: 'session-unknown', params: { id: 'a' } });
  });
});
