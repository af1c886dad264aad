/**
 * One experiment's store: the only place that sends commands to the worker and the only copy of what it
 * answers. Framework-free; figures read it through the provider.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { PRESETS } from '../../content/experiments/presets.ts';
import type { Preset, PresetId } from '../../content/experiments/types.ts';
import {
  EngineError,
  type EngineWorker,
  LIVE_KEYS,
  type LiveKey,
  type Report,
  type Result,
  type RunConfig,
  type Trace,
  toFailure,
  validateConfig,
} from '../../engine/index.ts';
import { EngineCrash, type EnginePort } from './client.ts';
import { appendPoints, emptyHistory } from './history.ts';
import { FetchFailed, type Sources } from './sources.ts';
import type { StoredTrace } from './storedTrace.ts';
import type { AppFailure, Corpus, ExperimentData, ExperimentState, Progress } from './types.ts';

/** Characters the writer adds to the prefix. */
const SAMPLE_LENGTH = 160;
/** While training, the state to resume from after a crash is fetched this often. */
const SAVE_EVERY = 10_000;
/** Steps over which the clipped share is counted. */
const CLIP_WINDOW = 100;

export interface ExperimentOptions {
  /** Unique on the page: the session's id in the worker. */
  readonly id: string;
  readonly preset: PresetId;
  readonly port: EnginePort;
  readonly sources: Sources;
  /** What to show before the worker starts. */
  readonly stored?: StoredTrace | undefined;
  /** Milliseconds; only for how often the state is saved. */
  readonly now?: () => number;
}

interface Build {
  readonly config: RunConfig;
  readonly corpus: Corpus;
  readonly origin: ExperimentData['origin'];
  readonly checkpoint?: Uint8Array | undefined;
  /** The held-out loss known of that checkpoint. */
  readonly heldOut?: Progress['heldOut'];
  /** Also replaced together with the session, once it stands. */
  readonly also?: Partial<ExperimentData>;
}

const progressAt = (step: number, heldOut: Progress['heldOut'] = null): Progress => ({
  step,
  epoch: 0,
  tokensPerSecond: 0,
  loss: Number.NaN,
  gradNorm: Number.NaN,
  clippedShare: 0,
  heldOut,
});

/** What a preset shows before any session exists. */
function initialData(preset: Preset, stored: StoredTrace | undefined): ExperimentData {
  const step = stored?.trace.step ?? preset.pretrainedSteps;
  return {
    preset: preset.id,
    config: preset.config,
    corpus: { kind: 'shipped', id: preset.corpus },
    origin: 'pretrained',
    status: 'stored',
    info: null,
    vocabulary: stored?.vocabulary ?? [],
    progress: progressAt(step, stored ? { step, loss: stored.heldOut } : null),
    history: emptyHistory(step),
    changes: [],
    probe: preset.probe,
    trace: stored?.trace ?? null,
    writer: { prefix: preset.prefix, temperature: 0.7 },
    sample: null,
    cursor: { t: Math.min(8, preset.probe.length - 1), unit: 4, layer: 0, direction: 0, step: 'live' },
    focus: null,
    failure: null,
  };
}

export function createExperimentStore(options: ExperimentOptions): StoreApi<ExperimentState> {
  const { id, port, sources, now = () => performance.now() } = options;
  const store = createStore<ExperimentState>()(() => ({
    ...initialData(PRESETS[options.preset], options.stored),
    ...actions(),
  }));
  const { getState: get, setState: set } = store;

  /** The session under construction or in use; a newer build makes older answers void. */
  let generation = 0;
  let started: Promise<boolean> | null = null;
  let saved: { bytes: Uint8Array; at: number } | null = null;
  let clips: number[] = [];

  port.onReport(id, receive);
  port.onCrash(() => {
    if (started) set({ status: 'crashed' });
  });

  /** Runs a command; expected failures land in `failure`, a crash in `status`. Null: it did not work. */
  async function command<T>(send: (engine: EngineWorker) => Promise<Result<T>>): Promise<T | null> {
    try {
      const result = await port.call(send);
      if (result.ok) return result.value;
      set({ failure: result });
    } catch (error) {
      report(error);
    }
    return null;
  }

  function report(error: unknown) {
    if (error instanceof EngineCrash) set({ status: 'crashed' });
    else if (error instanceof FetchFailed) {
      set({ failure: { ok: false, code: 'fetch-failed', params: { what: error.what } } });
    } else if (error instanceof EngineError) set({ failure: toFailure(error) });
    else throw error;
  }

  /** Makes a session; the old one, and all that is shown, stays until the new one stands. */
  async function build({ config, corpus, origin, checkpoint, heldOut, also }: Build): Promise<boolean> {
    const mine = ++generation;
    const before = get();
    set({ status: 'starting' });
    const abandon = () => {
      if (mine === generation && get().status === 'starting') set({ status: before.status });
      return false;
    };
    try {
      validateConfig(config);
      const text = corpus.kind === 'own' ? corpus.text : await sources.corpus(corpus.id);
      if (mine !== generation) return false;
      const spec = checkpoint ? { config, text, checkpoint } : { config, text };
      const info = await command((engine) => engine.create(id, spec));
      if (!info || mine !== generation) return abandon();
      // The new trace comes in together with the new facts: no figure may read one run's numbers as another's.
      const probe = also?.probe ?? get().probe;
      const trace = await command((engine) => engine.trace(id, probe));
      if (mine !== generation) return false;
      clips = [];
      saved = checkpoint ? { bytes: checkpoint, at: now() } : null;
      set({
        config,
        corpus,
        origin,
        info,
        vocabulary: info.vocabulary,
        status: 'paused',
        progress: progressAt(info.step, heldOut ?? null),
        history: emptyHistory(info.step),
        changes: [],
        sample: null,
        failure: null,
        ...also,
      });
      if (trace) show(trace);
      await Promise.all([watch(), writeNow()]);
      const resume = before.status === 'training' && mine === generation;
      if (resume) await run();
      return true;
    } catch (error) {
      report(error);
      return abandon();
    }
  }

  async function buildPretrained(preset: Preset, also?: Partial<ExperimentData>): Promise<boolean> {
    try {
      const [checkpoint, heldOut] = await Promise.all([
        sources.checkpoint(preset.checkpoint),
        storedHeldOut(preset),
      ]);
      return await build({
        config: preset.config,
        corpus: { kind: 'shipped', id: preset.corpus },
        origin: 'pretrained',
        checkpoint,
        heldOut,
        ...(also && { also }),
      });
    } catch (error) {
      report(error);
      return false;
    }
  }

  /** What the committed script measured of a preset's checkpoint; null if that cannot be had. */
  async function storedHeldOut(preset: Preset): Promise<Progress['heldOut']> {
    try {
      const known = options.preset === preset.id ? options.stored : undefined;
      const { heldOut, trace } = known ?? (await sources.trace(preset.trace));
      return { step: trace.step, loss: heldOut };
    } catch {
      return null;
    }
  }

  /** The first session: what the stored trace promised. */
  function ensureStarted(): Promise<boolean> {
    started ??= buildPretrained(PRESETS[get().preset]).then((ok) => {
      if (!ok) {
        started = null;
        if (get().status === 'starting') set({ status: 'stored' });
      }
      return ok;
    });
    return started;
  }

  const rebuild = async (change: Partial<Build>): Promise<void> => {
    const { config, corpus } = get();
    const ok = await build({ config, corpus, origin: 'scratch', ...change });
    if (ok) started ??= Promise.resolve(true);
  };

  const watch = () => {
    const { probe, writer } = get();
    return command((engine) => engine.watch(id, { probe, writer: { ...writer, length: SAMPLE_LENGTH } }));
  };

  async function refreshTrace() {
    const { probe } = get();
    const trace = await command((engine) => engine.trace(id, probe));
    if (trace) show(trace);
  }

  async function writeNow() {
    const { writer, info } = get();
    const sample = await command((engine) => engine.sample(id, { ...writer, length: SAMPLE_LENGTH }));
    if (sample && get().info === info) set({ sample });
  }

  /** Shows a trace if it is of the running session and the current probe. */
  function show(trace: Trace) {
    const { info, probe, cursor } = get();
    if (trace.runId !== info?.runId || trace.probe !== probe) return;
    const t = Math.min(cursor.t, trace.T - 1);
    const unit = Math.min(cursor.unit, trace.H - 1);
    const moved = t !== cursor.t || unit !== cursor.unit;
    set({ trace, ...(moved && { cursor: { ...cursor, t, unit } }) });
  }

  function receive(next: Report) {
    const { info, progress, history } = get();
    if (!info || next.runId !== info.runId) return;
    const { loss, gradNorm, clipped } = next.points;
    const last = loss.length - 1;
    clips = clips.concat([...clipped]).slice(-CLIP_WINDOW);
    const overtaken = get().status === 'starting';
    set({
      ...(!overtaken && { status: next.status }),
      progress: {
        step: next.step,
        epoch: next.step / info.stepsPerEpoch,
        tokensPerSecond: next.tokensPerSecond || progress.tokensPerSecond,
        loss: last >= 0 ? loss[last] : progress.loss,
        gradNorm: last >= 0 ? gradNorm[last] : progress.gradNorm,
        clippedShare: clips.length ? clips.reduce((sum, one) => sum + one, 0) / clips.length : 0,
        heldOut: next.heldOut.at(-1) ?? progress.heldOut,
      },
      history: appendPoints(history, next.points, next.heldOut),
      ...(next.sample && { sample: next.sample }),
      ...(next.divergence && {
        failure: { ok: false, code: 'diverged', params: next.divergence } satisfies AppFailure,
      }),
    });
    if (next.trace) show(next.trace);
    if (next.status === 'training') void save();
  }

  async function save() {
    if (saved && now() - saved.at < SAVE_EVERY) return;
    saved = { bytes: saved?.bytes ?? new Uint8Array(), at: now() };
    const bytes = await command((engine) => engine.save(id));
    if (bytes) saved = { bytes, at: now() };
  }

  async function run(steps?: number) {
    if (!(await ensureStarted())) return;
    if (get().status === 'crashed') return;
    if (get().status === 'diverged') await get().recover();
    const answer = await command((engine) => engine.play(id, steps === undefined ? {} : { steps }));
    if (answer && steps !== 1 && get().status === 'paused') set({ status: 'training' });
  }

  function actions(): Omit<ExperimentState, keyof ExperimentData> {
    return {
      start: async () => {
        await ensureStarted();
      },
      play: () => run(),
      async pause() {
        if (get().status !== 'training') return;
        await command((engine) => engine.pause(id));
      },
      stepOnce: () => run(1),
      async epochOnce() {
        if (!(await ensureStarted())) return;
        const { info, progress } = get();
        if (!info) return;
        await run(info.stepsPerEpoch - (progress.step % info.stepsPerEpoch));
      },
      reset: () => rebuild({}),
      newSeed: () => rebuild({ config: { ...get().config, seed: (get().config.seed * 48271 + 11) % 65536 } }),
      async usePretrained(presetId = get().preset) {
        const preset = PRESETS[presetId];
        if (presetId === get().preset && get().origin === 'pretrained' && !started) {
          await ensureStarted();
          return;
        }
        const { writer } = get();
        const other = presetId !== get().preset;
        const ok = await buildPretrained(preset, {
          preset: presetId,
          ...(other && { probe: preset.probe, writer: { ...writer, prefix: preset.prefix } }),
        });
        if (ok) started = Promise.resolve(true);
      },
      async set(key, value) {
        const config = { ...get().config, [key]: value };
        try {
          validateConfig(config);
        } catch (error) {
          return report(error);
        }
        if (!LIVE_KEYS.includes(key as LiveKey)) return rebuild({ config });
        if (!(await ensureStarted())) return;
        const live = key as LiveKey;
        const answer = await command((engine) => engine.change(id, live, config[live]));
        if (!answer) return;
        const change = { step: answer.step, key: live, value: config[live] };
        set({
          config: { ...get().config, [live]: config[live] },
          changes: [...get().changes.filter((c) => c.key !== live || c.step !== answer.step), change],
        });
      },
      setCorpus: (corpus) => rebuild({ corpus }),
      async setProbe(text) {
        if (text === get().probe) return;
        if (!(await ensureStarted())) return;
        const trace = await command((engine) => engine.trace(id, text));
        if (!trace) return;
        set({ probe: text });
        show(trace);
        await watch();
      },
      setWriter(writer) {
        set({ writer: { ...get().writer, ...writer } });
        if (get().info) void watch();
      },
      async write() {
        if (await ensureStarted()) await writeNow();
      },
      async recover() {
        const answer = await command((engine) => engine.recover(id));
        if (!answer) return;
        set({ status: 'paused', failure: null, progress: { ...get().progress, step: answer.step } });
        await refreshTrace();
      },
      async restart() {
        port.restart();
        const { config, corpus, origin } = get();
        const checkpoint = saved?.bytes.length ? saved.bytes : undefined;
        set({ status: 'starting', failure: null });
        const ok = checkpoint
          ? await build({ config, corpus, origin, checkpoint })
          : await buildPretrained(PRESETS[get().preset]);
        if (!ok) set({ status: 'crashed' });
      },
      dismissFailure: () => set({ failure: null }),
      fail: (failure) => set({ failure }),
      setCursor(cursor) {
        const { trace } = get();
        const next = { ...get().cursor, ...cursor };
        if (trace) {
          next.t = Math.max(0, Math.min(trace.T - 1, next.t));
          next.unit = Math.max(0, Math.min(trace.H - 1, next.unit));
        }
        set({ cursor: next });
      },
      setFocus: (focus) => set({ focus }),
    };
  }

  return store;
}
