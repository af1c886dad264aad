/**
 * One experiment's store: the only place that sends commands to the worker and the only copy of what it
 * answers. Framework-free; figures read it through the provider.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { PRESETS } from '../../content/experiments/presets.ts';
import type { Preset, PresetId } from '../../content/experiments/types.ts';
import {
  checkpointStep,
  EngineError,
  LIVE_KEYS,
  type LiveKey,
  type PlayOptions,
  type Report,
  type RunConfig,
  type Trace,
  toFailure,
  validateConfig,
} from '../../engine/index.ts';
import { EngineCrash, type EnginePort } from './client.ts';
import {
  advanced,
  clipsAfter,
  computingOf,
  DEFAULT_COMPUTING,
  initialData,
  progressAt,
  wentBack,
  within,
} from './data.ts';
import { curveUpTo, emptyHistory, type History } from './history.ts';
import type { Keeper } from './keeper.ts';
import { type Built, createSessions, type Plan } from './sessions.ts';
import { FetchFailed, type Sources } from './sources.ts';
import type { StoredTrace } from './stored-trace.ts';
import type { AppFailure, Change, ExperimentData, ExperimentState, Progress, Status } from './types.ts';

/** Characters the writer adds to the prefix. */
const SAMPLE_LENGTH = 160;
/** While training, the state to resume from is fetched this often, and a large one more seldom: so much a millisecond. */
const SAVE_EVERY = 3_000;
const SAVE_BYTES = 1000;
/** What the engine answers of a stored run that is none, or not this one's. */
const UNREADABLE: readonly (AppFailure['code'] | undefined)[] = [
  'checkpoint-damaged',
  'config-invalid',
  'argument-invalid',
];
/** After a pause, so long until the sample and the saved state are made anew: single steps come in quick succession. */
const SETTLE = 300;

export interface ExperimentOptions {
  /** Unique on the page: its sessions' ids in the worker start with it. */
  readonly id: string;
  readonly preset: PresetId;
  readonly port: EnginePort;
  readonly sources: Sources;
  /** What to show before the worker starts. */
  readonly stored?: StoredTrace | undefined;
  /** Keeps the run over a reload; without one it lives as long as the page. */
  readonly keeper?: Keeper | undefined;
  /** Milliseconds; only for how often the state is saved. */
  readonly now?: () => number;
}

export function createExperimentStore(options: ExperimentOptions): StoreApi<ExperimentState> {
  const { id, port, sources, keeper, now = () => performance.now() } = options;
  const store = createStore<ExperimentState>()(() => ({
    ...initialData(PRESETS[options.preset], options.stored),
    ...actions(),
  }));
  const { getState: get, setState: set } = store;

  const sessions = createSessions(id, port, sources, {
    probe: ({ also }) => also?.probe ?? get().probe,
    stands,
    receive,
    buildFailed(error) {
      report(error);
      set({ status: settled });
    },
    commandFailed: report,
  });
  const { command } = sessions;

  /** The status to go back to if a build fails. */
  let settled: Status = 'stored';
  /** Counts plays and pauses: the last word of the reader's holds. */
  let wish = 0;
  let saved: { readonly bytes: Uint8Array | null; readonly at: number } | null = null;
  /** Saved, and stored as soon as the curve up to it is known. */
  let unstored: Uint8Array | null = null;
  let clips: readonly number[] = [];
  /** Training was to go on for ever: a pause that nobody asked for means that something else took the engine. */
  let endless = false;
  let settling: ReturnType<typeof setTimeout> | undefined;

  void keeper?.read(id).then((kept) => {
    if (kept && !sessions.stands) set({ kept });
  });
  port.onCrash(() => {
    if (sessions.stands || sessions.plan) crash();
  });

  function crash() {
    storeSaved();
    sessions.forgetAll();
    settled = 'crashed';
    set({ status: 'crashed' });
  }

  /** Says what went wrong; what nobody expected counts as a crash. */
  function report(error: unknown) {
    if (error instanceof FetchFailed) {
      set({ failure: { ok: false, code: 'fetch-failed', params: { what: error.what } } });
    } else if (error instanceof EngineError) set({ failure: toFailure(error) });
    else {
      if (!(error instanceof EngineCrash)) console.error(error);
      crash();
    }
  }

  /** @see Sessions.build */
  function build(plan: Plan, start?: Parameters<typeof sessions.build>[2]): Promise<boolean> {
    set({ status: 'starting' });
    // No part of a minibatch is empty.
    const shards = Math.min(plan.computing.shards, plan.config.batch);
    return sessions.build(
      { ...plan, computing: { ...plan.computing, shards } },
      settled === 'training',
      start,
    );
  }

  /** Shows a new session: its facts and its trace at once, nothing of the one before. */
  async function stands({ plan, info, trace, start, resume }: Built) {
    const { config, corpus, origin, also } = plan;
    clips = [];
    endless = false;
    saved = start ? { bytes: start.checkpoint, at: now() } : null;
    unstored = null;
    settled = 'paused';
    const past = start?.past && curveUpTo(start.past, info.step);
    set({
      config,
      corpus,
      origin,
      info,
      vocabulary: info.vocabulary,
      status: 'paused',
      ...(past
        ? wentBack({ history: past }, info, info.step)
        : {
            progress: progressAt(info.step, start?.heldOut ?? null),
            history: emptyHistory(info.step, start?.heldOut),
          }),
      changes: info.record.changes.filter((one): one is Change => one.key !== 'recover'),
      sample: null,
      failure: null,
      trace,
      cursor: within(get().cursor, trace),
      notice: null,
      probe: trace.probe ?? get().probe,
      ...(also && { preset: also.preset }),
      ...(also?.prefix && { writer: { ...get().writer, prefix: also.prefix } }),
    });
    await Promise.all([
      ...[watch(), writeNow(), resume && run(), corpus.kind === 'own' && save()],
      get().arithmetics ?? survey(),
    ]);
  }

  /** Asks what arithmetics there are: the same for every session. */
  async function survey() {
    try {
      set({ arithmetics: await port.call((engine) => engine.arithmetics()) });
    } catch (error) {
      if (!(error instanceof EngineCrash)) report(error);
    }
  }

  /** From a preset's checkpoint. */
  function buildPretrained(preset: Preset, also?: Plan['also']): Promise<boolean> {
    const plan: Plan = {
      config: preset.config,
      corpus: { kind: 'shipped', id: preset.corpus },
      computing: DEFAULT_COMPUTING,
      origin: 'pretrained',
      also,
    };
    return build(plan, async () => {
      const [checkpoint, heldOut] = await Promise.all([
        sources.checkpoint(preset.checkpoint),
        storedHeldOut(preset),
      ]);
      return { checkpoint, heldOut };
    });
  }

  /** From a run that was saved, after a crash or in an earlier visit: it goes on as if nothing had been. */
  const buildKept = (
    plan: Omit<Plan, 'origin'>,
    checkpoint: Uint8Array,
    past: History | null,
  ): Promise<boolean> =>
    build({ ...plan, origin: 'kept' }, async () => ({
      checkpoint,
      heldOut: null,
      ...(past && { past }),
    }));

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

  /** What the newest build is to make, or what stands. */
  const planned = (): Plan => {
    if (sessions.plan) return sessions.plan;
    const { config, corpus, origin, info } = get();
    return { config, corpus, origin, computing: computingOf(info) };
  };

  /** From random parameters, with this changed. */
  const rebuild = async (change: Partial<Pick<Plan, 'config' | 'corpus' | 'computing'>>): Promise<void> => {
    if (settled === 'crashed' && !sessions.plan) return;
    const { config, corpus, computing, also } = planned();
    await build({ config, corpus, computing, also, origin: 'scratch', ...change });
  };

  /** Waits until a session stands that no build is about to replace; makes the first one. False: there is none. */
  async function ready(): Promise<boolean> {
    if (!sessions.stands && !sessions.plan && settled !== 'crashed')
      void buildPretrained(PRESETS[get().preset]);
    return sessions.settle();
  }

  const watch = () => {
    const { probe, writer } = get();
    const writes = { ...writer, length: SAMPLE_LENGTH };
    return command((engine, name) => engine.watch(name, { probe, writer: writes }));
  };

  async function writeNow() {
    const { writer } = get();
    const sample = await command((engine, name) => engine.sample(name, { ...writer, length: SAMPLE_LENGTH }));
    if (sample) set({ sample });
  }

  /** Shows a trace if it is of the current probe. */
  function show(trace: Trace) {
    const { info, probe, cursor } = get();
    if (trace.runId === info?.runId && trace.probe === probe) set({ trace, cursor: within(cursor, trace) });
  }

  function receive(next: Report) {
    const { info } = get();
    if (!info || next.runId !== info.runId) return;
    clips = clipsAfter(clips, next);
    settled = next.status;
    set({
      ...(!sessions.plan && { status: next.status }),
      ...advanced(get(), info, next, clips),
      ...(next.sample && { sample: next.sample }),
      ...(next.divergence && {
        failure: { ok: false, code: 'diverged', params: next.divergence } satisfies AppFailure,
      }),
    });
    if (next.trace) show(next.trace);
    storeSaved();
    if (next.status === 'training') return void save();
    if (endless && next.status === 'paused' && !next.stoppedEarly) set({ notice: 'elsewhere' });
    endless = false;
    afterPause();
  }

  /** A moment later, if it still stands: the writer writes with the model as it is, and that model is saved. */
  function afterPause() {
    clearTimeout(settling);
    settling = setTimeout(() => {
      if (settled !== 'paused' || sessions.plan) return;
      void writeNow();
      void save(0);
    }, SETTLE);
  }

  async function save(every = SAVE_EVERY) {
    const pause = every && Math.max(every, (saved?.bytes?.length ?? 0) / SAVE_BYTES);
    if (saved && now() - saved.at < pause) return;
    saved = { bytes: saved?.bytes ?? null, at: now() };
    const bytes = await command((engine, name) => engine.save(name));
    if (!bytes) return;
    saved = { bytes, at: now() };
    unstored = bytes;
    set({ kept: null });
    // While it trains, the last steps before this state come with the next report.
    if (settled !== 'training') storeSaved();
  }

  function storeSaved() {
    if (!unstored) return;
    const checkpoint = unstored;
    unstored = null;
    const { preset, config, corpus, info, probe, writer, history } = get();
    const run = { version: 2 as const, savedAt: Date.now(), preset, config, corpus, probe, writer, history };
    const computing = computingOf(info);
    void keeper?.write(id, { ...run, computing, step: checkpointStep(checkpoint), checkpoint });
  }

  /** Trains on, unless the reader has said something else while it waited for the session. */
  async function run(options: () => PlayOptions = () => ({})) {
    const mine = ++wish;
    const isVoid = () => mine !== wish;
    sessions.holdBack();
    set({ notice: null });
    if (!(await ready()) || isVoid()) return;
    if (settled === 'diverged' && !(await recover())) return;
    if (isVoid()) return;
    const goal = options();
    const answer = await command((engine, name) => engine.play(name, goal));
    endless = answer !== null && !isVoid() && goal.steps === undefined && goal.until === undefined;
    if (answer && !sessions.plan && !isVoid() && goal.steps !== 1 && settled === 'paused') {
      settled = 'training';
      set({ status: 'training' });
    }
  }

  async function pause() {
    wish += 1;
    endless = false;
    sessions.holdBack();
    await command((engine, name) => engine.pause(name));
  }

  async function recover(): Promise<boolean> {
    const answer = await command((engine, name) => engine.recover(name));
    if (!answer) return false;
    const { info, probe } = get();
    clips = [];
    settled = 'paused';
    set({
      ...(!sessions.plan && { status: 'paused' }),
      ...(info && wentBack(get(), info, answer.step)),
      failure: null,
    });
    const trace = await command((engine, name) => engine.trace(name, probe));
    if (trace) show(trace);
    return true;
  }

  async function setProbe(text: string): Promise<void> {
    if (text === get().probe || !(await ready())) return;
    const tracing = command((engine, name) => engine.trace(name, text));
    await sessions.unlessReplaced(
      tracing,
      (trace) => {
        if (!trace) return;
        set({ probe: text, trace, cursor: within(get().cursor, trace) });
        void watch();
      },
      () => setProbe(text),
    );
  }

  function actions(): Omit<ExperimentState, keyof ExperimentData> {
    return {
      start: async () => {
        await ready();
      },
      play: () => run(),
      pause,
      async pauseUnseen() {
        if (get().status !== 'training') return;
        await pause();
        set({ notice: 'unseen' });
      },
      stepOnce: () => run(() => ({ steps: 1 })),
      epochOnce: () =>
        run(() => {
          const { info, progress } = get();
          if (!info) return {};
          const { stepsPerEpoch } = info;
          return { until: (Math.floor(progress.step / stepsPerEpoch) + 1) * stepsPerEpoch };
        }),
      reset: () => rebuild({}),
      newSeed() {
        const { config } = planned();
        return rebuild({ config: { ...config, seed: (config.seed * 48271 + 11) % 65536 } });
      },
      async usePretrained(presetId = planned().also?.preset ?? get().preset) {
        if (settled === 'crashed' && !sessions.plan) return;
        const preset = PRESETS[presetId];
        const other = presetId !== get().preset;
        await buildPretrained(preset, {
          preset: presetId,
          ...(other && { probe: preset.probe, prefix: preset.prefix }),
        });
      },
      async set(key, value) {
        const change = { [key]: value } as Pick<RunConfig, typeof key>;
        try {
          validateConfig({ ...planned().config, ...change });
        } catch (error) {
          return report(error);
        }
        if (!LIVE_KEYS.includes(key as LiveKey)) {
          return rebuild({ config: { ...planned().config, ...change } });
        }
        if (!(await ready())) return;
        const live = key as LiveKey;
        const changing = command((engine, name) =>
          engine.change(name, live, change[key] as RunConfig[LiveKey]),
        );
        await sessions.unlessReplaced(
          changing,
          (applied) => {
            if (!applied) return;
            const { config, changes } = get();
            const made = { step: applied.step, key: live, value: value as Change['value'] };
            set({
              config: { ...config, ...change },
              changes: [...changes.filter((one) => one.key !== live || one.step !== applied.step), made],
            });
          },
          // The change is the reader's, not the session's.
          () => get().set(key, value),
        );
      },
      setComputing: (change) => rebuild({ computing: { ...planned().computing, ...change } }),
      setCorpus: (corpus) => rebuild({ corpus }),
      setProbe,
      setWriter(writer) {
        set({ writer: { ...get().writer, ...writer } });
        void watch();
      },
      async write() {
        if (await ready()) await writeNow();
      },
      async recover() {
        wish += 1;
        await recover();
      },
      async restart() {
        if (settled !== 'crashed') return;
        port.restart();
        const { config, corpus, origin, info, preset, history } = get();
        const checkpoint = saved?.bytes;
        const computing = computingOf(info);
        set({ failure: null });
        // Nothing to resume from: what the reader had set up, from its beginning.
        if (!info) await buildPretrained(PRESETS[preset]);
        else if (!checkpoint) await build({ config, corpus, computing, origin });
        else {
          const ok = await buildKept({ config, corpus, computing }, checkpoint, history);
          // Refused: the next attempt does without it.
          if (!ok && get().failure) saved = null;
        }
      },
      async resumeKept() {
        const { kept } = get();
        if (!kept) return;
        const { preset, config, corpus, computing, probe, writer, checkpoint, history } = kept;
        const plan = { config, corpus, computing, also: { preset, probe, prefix: writer.prefix } };
        set({ failure: null });
        const stands = checkpoint
          ? await buildKept(plan, checkpoint, history)
          : await build({ ...plan, origin: 'scratch' });
        if (stands) {
          set({ kept: null });
          get().setWriter(writer);
        } else if (checkpoint && UNREADABLE.includes(get().failure?.code)) {
          // Said where the run is offered, with what can still be done.
          set({ kept: { ...kept, checkpoint: null }, failure: null });
        }
      },
      async forgetKept() {
        set({ kept: null });
        await keeper?.forget(id);
      },
      dismissFailure: () => set({ failure: null }),
      fail: (failure) => set({ failure }),
      setCursor(cursor) {
        const { trace } = get();
        const next = { ...get().cursor, ...cursor };
        set({ cursor: trace ? within(next, trace) : next });
      },
      setFocus: (focus) => set({ focus }),
    };
  }

  return store;
}
