/**
 * A training run that can be paused anywhere: a network, its data, its optimiser, its random numbers. Runs alike in
 * Node and in a worker. Training is a generator that yields inside each step too; parameters change only in the update
 * at a step's end, so whatever reads them between two yields sees one completed step.
 *
 * Dimensions: T window, B batch, H hidden size, V outputs.
 */
import { completeConfig, LIVE_KEYS, type LiveKey, type RunConfig, validateConfig } from '../config.ts';
import { createData } from '../data/data.ts';
import { isTextData } from '../data/text-data.ts';
import type { Data, Source, SourceState } from '../data/types.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import { check, EngineError } from '../errors.ts';
import { ARITHMETICS, type Arithmetic } from '../kernels/kernels.ts';
import { type Machine, SCALAR_MACHINE } from '../kernels/machine.ts';
import type { Floats } from '../math/floats.ts';
import { Rng, type RngState } from '../math/random.ts';
import { log } from '../math/special.ts';
import { architectureOf } from '../network/architecture.ts';
import { initialising } from '../network/initialise.ts';
import { createModel, type Model } from '../network/model.ts';
import { finish, type Work } from '../network/pace.ts';
import { Arenas } from '../trace/arena.ts';
import { type Checkpoint, decodeCheckpoint, encodingCheckpoint } from './checkpoint.ts';
import { evaluating } from './evaluate.ts';
import { Gradient } from './gradient.ts';
import { Guard } from './guard.ts';
import { HeldOutWatch } from './heldOut.ts';
import {
  checkMemory,
  MEMORY_LIMIT,
  mostBytes,
  type SessionSize,
  sessionBytes,
  sessionNeed,
} from './memory.ts';
import type { RunState } from './run-state.ts';
import { shardSizes } from './shard.ts';
import { Crew } from './shard-crew.ts';
import type { ShardSetup, SpawnShard } from './shard-port.ts';
import { Snapshots } from './snapshots.ts';
import type {
  Change,
  HeldOut,
  Points,
  RunRecord,
  SessionInfo,
  SessionOptions,
  SessionSpec,
  StepResult,
} from './types.ts';
import { gradientNorm, Updater } from './updater.ts';

/** Streams of a seed's random numbers: what is drawn for one purpose does not shift another's (sampling has 1000 on). */
const STREAMS = { parameters: 0, batches: 1 } as const;

/** The arithmetic of a run that asks for none: the same bits wherever it is there. */
export const DEFAULT_ARITHMETIC: Arithmetic = 'simd';

let runs = 0;

/**
 * Makes a session in pieces, at the checkpoint's step or at step 0. A checkpoint brings vocabulary and parameters; if a
 * run was saved with it, it goes on bit for bit, with that run's arithmetic (where it is not there: in `scalar`, as a run
 * that begins at the checkpoint) and shards; the rest is the configuration's.
 * @throws EngineError config-invalid (also where the checkpoint's network is another), text-empty, text-too-short,
 * dataset-damaged, out-of-memory, checkpoint-damaged
 */
export function* creatingSession(spec: SessionSpec, options: SessionOptions = {}): Work<Session> {
  const asked = completeConfig(spec.config);
  const checkpoint = spec.checkpoint ? decodeCheckpoint(spec.checkpoint) : null;
  yield;
  if (checkpoint) checkSameModel(asked, checkpoint.config);
  const config = checkpoint?.run ? checkpoint.config : asked;
  const data = createData(spec.data, config, checkpoint?.vocabulary ?? undefined);
  yield;
  if (checkpoint) checkSameProblem(data, checkpoint);
  const { machine = SCALAR_MACHINE, dtype = 'float32' } = options;
  let size: SessionSize = {
    ...{ config, problem: data.problem, T: data.T, dtype },
    shards: checkpoint?.run?.shards ?? spec.shards ?? 1,
    arithmetic: checkpoint?.run?.arithmetic ?? spec.arithmetic ?? DEFAULT_ARITHMETIC,
  };
  checkArithmetic(size.arithmetic);
  checkShards(size);
  if (options.spawnShard && size.shards > 1) {
    const helped = { ...size, helpers: Math.min(size.shards - 1, options.helpers ?? size.shards) };
    // Threads are for speed alone: where there is no room for them, the session goes without.
    if (mostBytes(machine, helped) <= MEMORY_LIMIT) size = helped;
  }
  try {
    const session = new Session(size, data, checkpoint, options);
    if (checkpoint) session.restore(checkpoint);
    else yield* session.initialising();
    return session;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The machine has less than the limit allows.
    const needed = sessionBytes(machine, size);
    throw new EngineError('out-of-memory', { needed, limit: Math.min(needed, MEMORY_LIMIT) });
  }
}

/** `creatingSession` without pause. */
export const createSession = (spec: SessionSpec, options: SessionOptions = {}): Session =>
  finish(creatingSession(spec, options));

/** The settings that shape the network, which a checkpoint's must share. */
const SHAPING = [
  'cell',
  'hidden',
  'layers',
  'bidirectional',
  'activation',
  'reset',
  'biases',
  'unit',
] as const;

function checkSameModel(config: RunConfig, stored: RunConfig): void {
  for (const key of SHAPING) {
    if (config[key] === stored[key]) continue;
    const expected = `${stored[key]}, as in the checkpoint`;
    throw new EngineError('config-invalid', { key, value: String(config[key]), expected });
  }
}

function checkSameProblem({ problem }: Data, checkpoint: Checkpoint): void {
  const [got, expected] = [JSON.stringify(problem), JSON.stringify(checkpoint.problem)];
  check(got === expected, 'createSession', `data of the checkpoint's problem, ${expected}`, got);
}

function checkArithmetic(arithmetic: Arithmetic): void {
  if (ARITHMETICS.includes(arithmetic)) return;
  const expected = ARITHMETICS.join(' | ');
  throw new EngineError('config-invalid', { key: 'arithmetic', value: String(arithmetic), expected });
}

function checkShards({ shards, config }: SessionSize): void {
  const fits = Number.isInteger(shards) && shards >= 1 && shards <= config.batch;
  if (fits) return;
  const expected = `a whole number in [1, ${config.batch}], the batch`;
  throw new EngineError('config-invalid', { key: 'shards', value: String(shards), expected });
}

/** A loss above it is useless: ten times a uniform guess, or ten thousand times the mean as a guess. */
const uselessLoss = ({ problem: { target }, baseline }: Data): number =>
  target.kind === 'classes' ? 10 * log(Math.max(2, target.size)) : 1e4 * Math.max(baseline, 1e-6);

export class Session {
  readonly runId: string;
  readonly model: Model;
  readonly machine: Machine;
  readonly data: Data;
  /** How texts become tokens and back; null where the data is no text. */
  readonly vocabulary: Vocabulary | null;
  /** The memory traces and evaluations run in. */
  readonly arenas = new Arenas();
  /** Earlier parameters, to look back at. */
  readonly snapshots: Snapshots;
  #began: RunConfig;
  #from = 0;
  readonly #changes: Change[] = [];
  readonly #bytes: number;
  readonly #source: Source;
  readonly #gradient: Gradient;
  readonly #heldOut: HeldOutWatch;
  readonly #guard: Guard;
  readonly #updater: Updater;
  #config: RunConfig;
  #step = 0;
  /** Where the unfinished step found the data and the random numbers. */
  #unfinished: { readonly source: SourceState; readonly dropout: readonly RngState[] } | null = null;
  /** The unfinished step's update, once it has begun. */
  #update: Work<boolean> | null = null;
  /** Counts the generators made: only the newest may go on. */
  #turn = 0;
  #waiting: Promise<void> | null = null;
  #own: Generator<StepResult | undefined, void, unknown> | null = null;

  /** Use `createSession`. */
  constructor(size: SessionSize, data: Data, checkpoint: Checkpoint | null, options: SessionOptions) {
    const { config, problem, T, shards, arithmetic, dtype } = size;
    const { machine = SCALAR_MACHINE, id, spawnShard } = options;
    this.#bytes = checkMemory(machine, size);
    runs += 1;
    this.runId = id ?? `run-${runs}`;
    this.machine = machine;
    this.data = data;
    this.vocabulary = isTextData(data) ? data.vocabulary : null;
    this.#began = config;
    this.#config = config;
    const { batch: B, dropout, seed } = config;
    const kernels = machine.kernels(arithmetic, sessionNeed(size), dtype);
    this.model = createModel(architectureOf(config, problem), kernels, true);
    const setup: ShardSetup = {
      kind: 'setup',
      ...{ config, problem, T, sizes: shardSizes(B, shards), modules: machine.modules, dtype },
      arithmetic: kernels.arithmetic,
    };
    const { helpers = 0 } = size;
    const gather = (spawn: SpawnShard): Crew => new Crew(spawn, helpers, setup, this.model.values.all.length);
    this.#gradient = new Gradient(
      this.model,
      problem,
      { T, B, shards, dropout, seed },
      helpers > 0 && spawnShard ? () => gather(spawnShard) : null,
    );
    this.#source = data.source(B, new Rng(seed, STREAMS.batches));
    this.#step = checkpoint?.step ?? 0;
    this.#from = this.#step;
    this.#heldOut = new HeldOutWatch(this.#step);
    this.#guard = new Guard(this.model.values.all, this.#step, uselessLoss(data));
    this.#updater = new Updater(this.model, config);
    this.snapshots = new Snapshots(this.model.values.all.length);
  }

  /** Completed steps. */
  get step(): number {
    return this.#step;
  }

  /** The configuration, with the live changes made so far. */
  get config(): RunConfig {
    return this.#config;
  }

  /** Live settings changed so far. */
  get changes(): readonly Change[] {
    return this.#changes;
  }

  /** Set where `run` has nothing to do before other threads have answered: it is resolved then. */
  get waiting(): Promise<void> | null {
    return this.#waiting;
  }

  /** Threads that train: more than one only where there are shards, and not before the first step. */
  get threads(): number {
    return this.#gradient.threads;
  }

  /** While threads are starting (training goes on meanwhile): until something happens. Else null. */
  get starting(): Promise<void> | null {
    return this.#gradient.starting;
  }

  /** Whether an unfinished step is in the middle of its update: the run cannot be saved then. */
  get isUpdating(): boolean {
    return this.#update !== null;
  }

  /** Whether `run` will evaluate before it trains on. */
  get evaluationDue(): boolean {
    return this.#heldOut.isDue(this.#step);
  }

  /** Whether the held-out loss has not improved for as long as the configuration's patience. */
  get isEnough(): boolean {
    return this.#heldOut.isEnough(this.#config.patience);
  }

  /** Training is to go on although it was enough: the patience begins anew. */
  waitAnew(): void {
    this.#heldOut.waitAnew();
  }

  get record(): RunRecord {
    return {
      ...{ config: this.#began, from: this.#from, changes: this.#changes.slice() },
      ...{ arithmetic: this.model.kernels.arithmetic, shards: this.#gradient.shards.length },
    };
  }

  get info(): SessionInfo {
    const { data } = this;
    const text = isTextData(data) ? data : null;
    return {
      ...{ runId: this.runId, step: this.#step, problem: data.problem, record: this.record },
      ...{ vocabulary: data.inputNames, targetNames: data.targetNames, bytes: this.#bytes },
      ...{ window: data.T, batch: this.#gradient.batch.B, stepsPerEpoch: this.#source.stepsPerEpoch },
      ...{ trainTokens: data.trainSize, heldOutTokens: data.heldOutSize },
      coverage: text?.coverage ?? 1,
      parameters: this.model.values.all.length,
      unigramEntropy: data.baseline,
      shapes: this.model.shapes,
    };
  }

  /** Draws the parameters: part of making a session. */
  *initialising(): Work {
    const { seed } = this.#config;
    yield* initialising(this.model, new Rng(seed, STREAMS.parameters), this.#config);
    this.#guard.parameters.set(this.model.values.all);
  }

  /** Parameters, and the run if there is one, become a checkpoint's: part of making a session. */
  restore({ parameters, run }: Checkpoint): void {
    this.model.values.all.set(parameters);
    this.model.kernels.changed();
    this.#guard.parameters.set(parameters);
    if (run) this.#restoreRun(run);
  }

  /**
   * Trains for ever: yields a result after each completed step, and `undefined` often within one. After steps 25, 50,
   * 100 and every 100 it evaluates (see `takeEvaluations`). A new generator replaces the one before: a step that was
   * left unfinished is done again, with the same minibatch.
   * @throws EngineError diverged; the step is not applied, see `recover`
   */
  *run(): Generator<StepResult | undefined, void, unknown> {
    const turn = this.#abandon();
    for (;;) {
      const work: Work<StepResult | undefined> = this.evaluationDue
        ? this.#evaluateByItself()
        : this.#trainOneStep();
      for (;;) {
        const { done, value } = work.next();
        this.#waiting = done ? null : (value ?? null);
        if (done && value) yield value;
        else yield;
        if (turn !== this.#turn) return;
        if (done) break;
      }
    }
  }

  /** Trains `count` steps without pause, and so without other threads. @throws EngineError diverged */
  trainSteps(count: number): Points {
    this.#gradient.isAlone = true;
    try {
      return this.#trainSteps(count);
    } finally {
      this.#gradient.isAlone = false;
    }
  }

  #trainSteps(count: number): Points {
    const points = { firstStep: this.#step + 1, ...emptyPoints(count) };
    for (let i = 0; i < count; ) {
      this.#own ??= this.run();
      const { done, value } = this.#own.next();
      if (done) this.#own = null;
      else if (value) {
        points.loss[i] = value.loss;
        points.gradNorm[i] = value.gradNorm;
        points.clipped[i] = value.clipped ? 1 : 0;
        i += 1;
      }
    }
    return points;
  }

  /**
   * Changes a live setting; the next update uses it. Another optimiser starts from a fresh state.
   * @returns the first step that uses it
   * @throws EngineError config-invalid
   */
  change<K extends LiveKey>(key: K, value: RunConfig[K]): number {
    if (!LIVE_KEYS.includes(key)) {
      throw new EngineError('config-invalid', { key, value: String(value), expected: LIVE_KEYS.join(' | ') });
    }
    this.#config = validateConfig({ ...this.#config, [key]: value });
    const step = this.#step + (this.#update ? 2 : 1);
    this.#changes.push({ step, key, value });
    return step;
  }

  /** Held-out evaluations since the last call. */
  takeEvaluations(): HeldOut[] {
    return this.#heldOut.take();
  }

  /** Mean held-out loss over the whole validation set, of a text over at most 8,192 tokens. */
  *evaluate(): Work<HeldOut> {
    const step = this.#step;
    return { step, ...(yield* evaluating(this, this.data.heldOut)) };
  }

  /** `evaluate` without pause. */
  evaluateNow(): HeldOut {
    return finish(this.evaluate());
  }

  /**
   * The checkpoint of the last completed step, float32, in pieces: no step may be completed in between.
   * @param whole with all that training goes on from bit for bit; else the model alone
   */
  saving(whole = true): Work<Uint8Array> {
    return encodingCheckpoint({
      ...{ config: this.#config, problem: this.data.problem, step: this.#step },
      vocabulary: this.vocabulary?.tokens.slice(1) ?? null,
      parameters: this.model.values.all,
      run: whole ? this.#runState() : null,
    });
  }

  /** `saving` without pause. */
  save(whole = true): Uint8Array {
    return finish(this.saving(whole));
  }

  /**
   * Back to the last good parameters and their step; optimiser and carried state start afresh, with a new epoch.
   * @returns the step
   */
  recover(): number {
    this.#abandon();
    this.model.values.all.set(this.#guard.parameters);
    this.model.kernels.changed();
    this.#step = this.#guard.step;
    this.#heldOut.restart(this.#step);
    this.#guard.restart();
    this.#source.restart();
    this.#updater.restart(this.#config);
    this.#changes.push({ step: this.#step + 1, key: 'recover', value: this.#step });
    this.snapshots.forgetAfter(this.#step);
    return this.#step;
  }

  /** Ends the threads that help, until training goes on: they take memory. */
  rest(): void {
    this.#gradient.rest();
  }

  /** … for good. The session can still be used: it computes its shards itself then. */
  dispose(): void {
    this.#gradient.dispose();
  }

  /** Takes back an unfinished step (or completes it, if its update has begun) and makes older generators end. */
  #abandon(): number {
    if (this.#update) {
      finish(this.#update);
      this.#complete();
    } else if (this.#unfinished) {
      const { source, dropout } = this.#unfinished;
      this.#source.state = source;
      this.#gradient.shards.forEach((shard, i) => {
        shard.rng = dropout[i];
      });
    }
    this.#unfinished = null;
    this.#turn += 1;
    return this.#turn;
  }

  *#evaluateByItself(): Work<undefined> {
    const step = this.#step;
    const { heldOut } = this.data;
    try {
      this.#heldOut.note({ step, ...(yield* evaluating(this, heldOut, { minibatches: heldOut.automatic })) });
    } catch (error) {
      // No memory to evaluate in: training goes on without.
      if (
        !(error instanceof RangeError || (error instanceof EngineError && error.code === 'out-of-memory'))
      ) {
        throw error;
      }
      this.#heldOut.skip(step);
    }
    return undefined;
  }

  *#trainOneStep(): Work<StepResult> {
    const { model } = this;
    const dropout = this.#gradient.shards.map(({ rng }) => rng);
    this.#unfinished = { source: this.#source.state, dropout };
    this.snapshots.note(this.#step, model.values.all);
    const startsAtZero = this.#source.next(this.#gradient.batch);
    const loss = yield* this.#gradient.run(startsAtZero);
    const gradNorm = yield* gradientNorm(model);
    if (this.#guard.hasDiverged(loss, gradNorm)) this.#diverge(loss, gradNorm);
    this.#guard.note(this.#step, loss, model.values.all, this.#updater.isNews(this.#config));
    this.#update = this.#updater.update(gradNorm, this.#config, this.#step);
    const clipped = yield* this.#update;
    this.#complete();
    return { step: this.#step, loss, gradNorm, clipped };
  }

  /** The parameters have changed: the step counts, and the state is carried on. */
  #complete(): void {
    this.#update = null;
    this.#unfinished = null;
    this.#step += 1;
    this.#gradient.carryOn();
  }

  #diverge(loss: number, gradNorm: number): never {
    const { learningRate } = this.#updater.applied;
    throw new EngineError('diverged', {
      ...{ step: this.#step + 1, loss, gradNorm, learningRate },
      lastGoodStep: this.#guard.step,
    });
  }

  /** Of the last completed step: what an unfinished one has drawn is not in it. */
  #runState(): RunState {
    check(!this.#update, 'save', 'no update half done', 'one');
    const { arithmetic } = this.model.kernels;
    const { shards } = this.#gradient;
    return {
      ...{ arithmetic, shards: shards.length },
      ...{ began: this.#began, from: this.#from, changes: this.#changes },
      ...{ applied: this.#updater.applied, updates: this.#updater.state.t },
      source: this.#unfinished?.source ?? this.#source.state,
      dropout: this.#unfinished?.dropout ?? shards.map(({ rng }) => rng),
      guard: this.#guard.state,
      ...this.#heldOut.state,
      arrays: this.#runArrays(),
    };
  }

  /** In a fixed order; the arrays themselves. */
  #runArrays(): Floats[] {
    const states = this.#gradient.shards.flatMap(({ initialStates }) => initialStates);
    return [...this.#updater.state.slots, ...states, this.#guard.parameters];
  }

  #restoreRun(run: RunState): void {
    const { shards } = this.#gradient;
    // What goes on in another arithmetic is another run, which begins here.
    if (run.arithmetic === this.model.kernels.arithmetic) {
      this.#began = run.began;
      this.#from = run.from;
      this.#changes.push(...run.changes);
    }
    this.#updater.restart(run.applied);
    const slots = run.arrays.slice(0, this.#updater.state.slots.length);
    believed(
      slots.every((slot) => slot.length === this.model.values.all.length),
      'run: an optimiser of another',
    );
    believed(run.dropout.length === shards.length, 'run: another number of shards');
    this.#updater.restore(run.applied, { t: run.updates, slots });
    try {
      this.#source.state = run.source;
    } catch (error) {
      believed(!(error instanceof EngineError), 'run: a place that is not in the data');
      throw error;
    }
    for (const [i, shard] of shards.entries()) shard.rng = run.dropout[i];
    this.#heldOut.state = run;
    const arrays = this.#runArrays();
    const fits =
      arrays.length === run.arrays.length && arrays.every((x, i) => x.length === run.arrays[i].length);
    believed(fits, 'run: arrays of other lengths');
    for (const [i, array] of arrays.entries()) array.set(run.arrays[i]);
    this.#guard.restore(run.guard, run.arrays[arrays.length - 1]);
  }
}

/** A checkpoint comes from outside. */
function believed(holds: boolean, reason: string): void {
  if (!holds) throw new EngineError('checkpoint-damaged', { reason });
}

const emptyPoints = (count: number): Pick<Points, 'loss' | 'gradNorm' | 'clipped'> => ({
  loss: new Float32Array(count),
  gradNorm: new Float32Array(count),
  clipped: new Uint8Array(count),
});
