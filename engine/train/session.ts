/**
 * A training run that can be paused anywhere: a character language model, its text, its optimiser, its random
 * numbers. Runs alike in Node and in a worker. Training is a generator that yields inside each step too; parameters
 * change only in the update at a step's end, so whatever reads them between two yields sees one completed step.
 *
 * Dimensions: T window, B batch, H hidden size, V vocabulary size.
 */
import { type GruParameters, type GruStep, gru } from '../cells/gru.ts';
import { LIVE_KEYS, type LiveKey, type RunConfig, validateConfig } from '../config.ts';
import { Batches, type BatchState } from '../data/batches.ts';
import { type Corpus, createCorpus } from '../data/corpus.ts';
import { buildVocabulary, Vocabulary } from '../data/vocabulary.ts';
import { EngineError } from '../errors.ts';
import { createScalarKernels } from '../kernels/scalar/index.ts';
import { Rng } from '../math/random.ts';
import { backpropagate, finish, type Work } from '../network/bptt.ts';
import { createModel, initialise, type Model } from '../network/model.ts';
import { createUnroll, type Unroll } from '../network/unroll.ts';
import { type Checkpoint, decodeCheckpoint, encodingCheckpoint } from './checkpoint.ts';
import { Guard } from './guard.ts';
import { HeldOutWatch } from './heldOut.ts';
import { checkMemory, MEMORY_LIMIT, sessionBytes } from './memory.ts';
import type {
  Change,
  HeldOut,
  Points,
  SessionInfo,
  SessionOptions,
  SessionSpec,
  StepResult,
} from './types.ts';
import { gradientNorm, Updater } from './updater.ts';

/** Streams of a seed's random numbers: what is drawn for one purpose does not shift another's (sampling has 1000 on). */
const STREAMS = { parameters: 0, batches: 1 } as const;

let runs = 0;

/**
 * Makes a session, at the checkpoint's step or at step 0. A checkpoint brings vocabulary and parameters; the
 * rest is the configuration's.
 * @throws EngineError config-invalid (also where the checkpoint's hidden size, reset or biases are others),
 * text-empty, text-too-short, out-of-memory, checkpoint-damaged
 */
export function createSession(spec: SessionSpec, options: SessionOptions = {}): Session {
  const config = validateConfig(spec.config);
  const checkpoint = spec.checkpoint ? decodeCheckpoint(spec.checkpoint) : null;
  if (checkpoint) checkSameModel(config, checkpoint.config);
  const vocabulary = checkpoint
    ? new Vocabulary(checkpoint.vocabulary)
    : buildVocabulary(spec.text, config.vocabularyLimit);
  const corpus = createCorpus(spec.text, vocabulary, config.batch * config.window + 1);
  try {
    return new Session(config, vocabulary, corpus, checkpoint, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The machine has less than the limit allows.
    const needed = sessionBytes(config, vocabulary.size, options.dtype);
    throw new EngineError('out-of-memory', { needed, limit: Math.min(needed, MEMORY_LIMIT) });
  }
}

function checkSameModel(config: RunConfig, stored: RunConfig): void {
  for (const key of ['cell', 'hidden', 'reset', 'biases'] as const) {
    if (config[key] === stored[key]) continue;
    const expected = `${stored[key]}, as in the checkpoint`;
    throw new EngineError('config-invalid', { key, value: String(config[key]), expected });
  }
}

export class Session {
  readonly runId: string;
  readonly model: Model<GruParameters, GruStep>;
  readonly vocabulary: Vocabulary;
  /** Live settings changed so far. */
  readonly changes: Change[] = [];
  readonly #corpus: Corpus;
  readonly #batches: Batches;
  readonly #window: Unroll<GruStep>;
  readonly #heldOut: HeldOutWatch<GruParameters, GruStep>;
  readonly #guard: Guard;
  readonly #updater: Updater<GruParameters, GruStep>;
  #config: RunConfig;
  #step: number;
  /** Where the unfinished step found the minibatches. */
  #unfinished: BatchState | null = null;
  /** The unfinished step's update, once it has begun. */
  #update: Work<boolean> | null = null;
  /** Counts the generators made: only the newest may go on. */
  #turn = 0;
  #own: Generator<StepResult | undefined, void, unknown> | null = null;

  /** Use `createSession`. */
  constructor(
    config: RunConfig,
    vocabulary: Vocabulary,
    corpus: Corpus,
    checkpoint: Checkpoint | null,
    { dtype = 'float32', id, kernels = createScalarKernels() }: SessionOptions,
  ) {
    const { hidden: H, window: T, batch: B } = config;
    const V = vocabulary.size;
    checkMemory(config, V, dtype);
    runs += 1;
    this.runId = id ?? `run-${runs}`;
    this.vocabulary = vocabulary;
    this.#corpus = corpus;
    this.#config = config;
    this.model = createModel(
      gru(config.reset, config.biases),
      { I: V, H, V },
      { kernels, dtype, trainable: true },
    );
    if (checkpoint) this.model.values.all.set(checkpoint.parameters);
    else initialise(this.model, new Rng(config.seed, STREAMS.parameters), config.init);
    this.#window = createUnroll(this.model, { T, B, input: 'tokens', backward: true });
    this.#batches = new Batches(corpus.train, config.sampling, T, B, new Rng(config.seed, STREAMS.batches));
    this.#step = checkpoint?.step ?? 0;
    this.#heldOut = new HeldOutWatch(this.model, corpus.heldOut, this.#step);
    this.#guard = new Guard(this.model.values.all, this.#step, V);
    this.#updater = new Updater(this.model, config);
  }

  /** Completed steps. */
  get step(): number {
    return this.#step;
  }

  /** The configuration, with the live changes made so far. */
  get config(): RunConfig {
    return this.#config;
  }

  /** Whether `run` will evaluate before it trains on. */
  get evaluationDue(): boolean {
    return this.#heldOut.isDue(this.#step);
  }

  get info(): SessionInfo {
    const { train, heldOut, coverage, unigramEntropy } = this.#corpus;
    return {
      runId: this.runId,
      step: this.#step,
      vocabulary: this.vocabulary.tokens,
      trainTokens: train.length,
      heldOutTokens: heldOut.length,
      coverage,
      stepsPerEpoch: this.#batches.stepsPerEpoch,
      parameters: this.model.values.all.length,
      unigramEntropy,
      shapes: this.model.shapes,
    };
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
        ? this.#heldOut.automatic(this.#step)
        : this.#trainOneStep();
      for (;;) {
        const { done, value } = work.next();
        if (done && value) yield value;
        else yield;
        if (turn !== this.#turn) return;
        if (done) break;
      }
    }
  }

  /** Trains `count` steps without pause. @throws EngineError diverged */
  trainSteps(count: number): Points {
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
    this.changes.push({ step, key, value });
    return step;
  }

  /** Held-out evaluations since the last call. */
  takeEvaluations(): HeldOut[] {
    return this.#heldOut.take();
  }

  /** Mean held-out loss from the zero state on, over at most 8,192 tokens; in memory of its own. */
  evaluate(): Work<HeldOut> {
    return this.#heldOut.requested(this.#step);
  }

  /** `evaluate` without pause. */
  evaluateNow(): HeldOut {
    return finish(this.evaluate());
  }

  /** The checkpoint of the last completed step, float32, in pieces: no step may be completed in between. */
  saving(): Work<Uint8Array> {
    return encodingCheckpoint({
      config: this.#config,
      vocabulary: this.vocabulary.tokens.slice(1),
      step: this.#step,
      parameters: this.model.values.all,
    });
  }

  /** `saving` without pause. */
  save(): Uint8Array {
    return finish(this.saving());
  }

  /**
   * Back to the last good parameters and their step; optimiser and carried state start afresh, with a new epoch.
   * @returns the step
   */
  recover(): number {
    this.#abandon();
    this.model.values.all.set(this.#guard.parameters);
    this.#step = this.#guard.step;
    this.#heldOut.restart(this.#step);
    this.#guard.restart();
    this.#batches.restart();
    this.#updater.restart(this.#config);
    return this.#step;
  }

  /** Takes back an unfinished step (or completes it, if its update has begun) and makes older generators end. */
  #abandon(): number {
    if (this.#update) {
      finish(this.#update);
      this.#complete();
    } else if (this.#unfinished) this.#batches.state = this.#unfinished;
    this.#unfinished = null;
    this.#turn += 1;
    return this.#turn;
  }

  *#trainOneStep(): Work<StepResult> {
    const window = this.#window;
    this.#unfinished = this.#batches.state;
    const startsAtZero = this.#batches.next(window.tokens, window.targets);
    if (startsAtZero) window.hidden.fill(0, 0, this.#stateLength);
    const loss = yield* backpropagate(this.model, window);
    const gradNorm = yield* gradientNorm(this.model);
    if (this.#guard.hasDiverged(loss, gradNorm)) this.#diverge(loss, gradNorm);
    this.#guard.note(this.#step, loss, this.model.values.all, this.#updater.applied !== this.#config);
    yield;
    this.#update = this.#updater.update(gradNorm, this.#config);
    const clipped = yield* this.#update;
    this.#complete();
    return { step: this.#step, loss, gradNorm, clipped };
  }

  /** The parameters have changed: the step counts, and the state is carried on. */
  #complete(): void {
    this.#update = null;
    this.#unfinished = null;
    this.#step += 1;
    this.#window.hidden.copyWithin(0, this.#window.T * this.#stateLength);
  }

  /** Numbers in H_t of the whole minibatch, B·H. */
  get #stateLength(): number {
    return this.#window.B * this.model.size.H;
  }

  #diverge(loss: number, gradNorm: number): never {
    const { learningRate } = this.#updater.applied;
    throw new EngineError('diverged', {
      ...{ step: this.#step + 1, loss, gradNorm, learningRate },
      lastGoodStep: this.#guard.step,
    });
  }
}

const emptyPoints = (count: number): Pick<Points, 'loss' | 'gradNorm' | 'clipped'> => ({
  loss: new Float32Array(count),
  gradNorm: new Float32Array(count),
  clipped: new Uint8Array(count),
});
