/** One session as the host holds it: its training generator, what is on screen, and what waits to be reported. */
import { EngineError, type ErrorParams } from '../errors.ts';
import type { Work } from '../network/pace.ts';
import { checkWriter, writing } from '../sampling/sampling.ts';
import { checkClamps } from '../trace/interventions.ts';
import { readProbe } from '../trace/probe.ts';
import { tracing } from '../trace/trace.ts';
import type { Probe } from '../trace/types.ts';
import type { Session } from '../train/session.ts';
import type { StepResult } from '../train/types.ts';
import type { Report, Watch } from './surface.ts';

/** Milliseconds between two reports of a session, two traces of a long probe, and two samples. */
const INTERVAL = { report: 100, longTrace: 1000, sample: 2000 } as const;

/** While training goes on, a trace waits for so many times as long as the last one took: it costs at most 5 %. */
const TRACE_REST = 20;

/** The longest probe, in tokens, that every report traces. */
const LIVE_PROBE = 128;

const NOTHING: Watch = { probe: null, writer: null };

export class Held {
  readonly id: string;
  readonly session: Session;
  status: Report['status'] = 'paused';
  watch: Watch = NOTHING;
  divergence: ErrorParams['diverged'] | null = null;
  /** Training stopped by itself, because the held-out loss did not improve any more. */
  stoppedEarly = false;
  /** Train until so many steps are completed. */
  until = Number.POSITIVE_INFINITY;
  /** Timesteps of the watched probe. */
  #probeLength = 0;
  /** Milliseconds of training since the last report. */
  trained = 0;
  #training: Generator<StepResult | undefined, void, unknown> | null = null;
  #results: StepResult[] = [];
  #reported = Number.NEGATIVE_INFINITY;
  #traced = Number.NEGATIVE_INFINITY;
  /** Milliseconds the last trace took. */
  #traceCost = 0;
  #sampled = Number.NEGATIVE_INFINITY;

  constructor(id: string, session: Session) {
    this.id = id;
    this.session = session;
  }

  /** Training begins, or goes on although it had stopped by itself. @param until so many steps are completed */
  play(until = Number.POSITIVE_INFINITY): void {
    this.until = until;
    this.status = 'training';
    if (this.session.isEnough) this.session.waitAnew();
  }

  /** One piece of training. @returns whether a step was completed @throws EngineError diverged */
  train(): boolean {
    this.#training ??= this.session.run();
    const { value } = this.#training.next();
    if (value) this.#results.push(value);
    return value !== undefined;
  }

  /** Whether training has come to where it was to stop, its evaluation included. */
  get isThere(): boolean {
    if (this.session.evaluationDue) return false;
    this.stoppedEarly = this.session.isEnough;
    return this.session.step >= this.until || this.stoppedEarly;
  }

  /** Whether a report may be sent again. */
  isReportDue(now: number): boolean {
    return this.#results.length > 0 && now - this.#reported >= INTERVAL.report;
  }

  /** Notes a divergence. @throws the error itself if it is another */
  diverge(error: EngineError): void {
    if (error.code !== 'diverged') throw error;
    this.divergence = error.params as ErrorParams['diverged'];
    this.#training = null;
  }

  /** Back to the last good parameters. Steps not yet reported are dropped: they are undone. */
  recover(): number {
    this.divergence = null;
    this.#training = null;
    this.#results = [];
    return this.session.recover();
  }

  /** Refuses what could not be reported. @throws EngineError argument-invalid */
  show(watch: Watch): void {
    this.#probeLength = watch.probe === null ? 0 : this.#lengthOf(watch.probe);
    if (watch.clamps) checkClamps(this.session.model, watch.clamps);
    if (watch.writer) checkWriter(watch.writer, this.session);
    this.watch = watch;
  }

  /** What there is to say, with a trace and a sample if they are on screen and due. */
  *report(now: () => number): Work<Report> {
    this.#reported = now();
    const { session, watch } = this;
    const isTraining = this.status === 'training';
    const { clamps } = watch;
    const trace = this.#wantsTrace(isTraining)
      ? yield* ifPossible(tracing(session, watch.probe!, { clamps }))
      : null;
    if (trace) {
      this.#traced = this.#reported;
      this.#traceCost = now() - this.#reported;
    }
    const writes = watch.writer && isTraining && this.#reported - this.#sampled >= INTERVAL.sample;
    const sample = writes ? yield* ifPossible(writing(session, watch.writer!)) : null;
    if (sample) this.#sampled = this.#reported;
    return { ...this.#takePoints(), trace, sample };
  }

  /** Every report, but while training goes on long probes once a second, and dear ones seldom. Not what has diverged. */
  #wantsTrace(isTraining: boolean): boolean {
    if (this.#probeLength === 0 || this.divergence) return false;
    const least = this.#probeLength <= LIVE_PROBE ? 0 : INTERVAL.longTrace;
    return !isTraining || this.#reported - this.#traced >= Math.max(least, TRACE_REST * this.#traceCost);
  }

  /** Timesteps of a probe; one without any is not refused, there is only nothing to show of it. */
  #lengthOf(probe: Probe): number {
    try {
      return readProbe(this.session, probe).T;
    } catch (error) {
      if (error instanceof EngineError && error.code === 'probe-empty') return 0;
      throw error;
    }
  }

  #takePoints(): Omit<Report, 'trace' | 'sample'> {
    const { id, session, status, divergence } = this;
    const results = this.#results;
    this.#results = [];
    const tokens = results.length * session.config.batch * session.data.T;
    const tokensPerSecond = this.trained > 0 ? (tokens * 1000) / this.trained : 0;
    this.trained = 0;
    return {
      ...{
        id,
        runId: session.runId,
        status,
        step: session.step,
        divergence,
        stoppedEarly: this.stoppedEarly,
      },
      points: {
        firstStep: results[0]?.step ?? session.step + 1,
        loss: Float32Array.from(results, (result) => result.loss),
        gradNorm: Float32Array.from(results, (result) => result.gradNorm),
        clipped: Uint8Array.from(results, (result) => (result.clipped ? 1 : 0)),
      },
      tokensPerSecond: status === 'training' ? tokensPerSecond : 0,
      heldOut: session.takeEvaluations(),
    };
  }
}

/** What is only to be shown may be missing: where there is no room for it, training goes on without. */
function* ifPossible<T>(work: Work<T>): Work<T | null> {
  try {
    return yield* work;
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}
