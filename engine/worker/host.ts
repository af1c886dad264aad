/**
 * Holds the sessions, answers the commands, and shares the thread out: one loop runs pieces of work for some
 * milliseconds, then lets events in. What was asked for (traces, samples, evaluations, reports) comes before training,
 * so parameters stand still while it is worked on. Clock, yielding and sending are handed in.
 */
import type { LiveKey, RunConfig } from '../config.ts';
import { check, EngineError, type Result, toFailure } from '../errors.ts';
import type { Arithmetic } from '../kernels/kernels.ts';
import { type Machine, SCALAR_MACHINE } from '../kernels/machine.ts';
import type { Work } from '../network/pace.ts';
import { type Sample, type Writer, writing } from '../sampling/sampling.ts';
import { dynamicsTracing } from '../trace/dynamics.ts';
import { gradientTracing } from '../trace/gradients.ts';
import { influenceMatrixTracing, influenceRowTracing } from '../trace/influence.ts';
import { clampedTracing, tracing } from '../trace/trace.ts';
import type { Clamp, Clamped, Dynamics, GradientTrace, Influence, Probe, Trace } from '../trace/types.ts';
import { creatingSession, type Session } from '../train/session.ts';
import type { SpawnShard } from '../train/shard-port.ts';
import { Held } from './held.ts';
import { measuring } from './measure.ts';
import type {
  EngineWorker,
  HeldOut,
  Measured,
  MeasureOptions,
  PlayOptions,
  Report,
  SessionInfo,
  SessionSpec,
  Watch,
} from './surface.ts';

export interface HostOptions {
  /** Milliseconds; only differences matter. */
  readonly now: () => number;
  /** Resolves after waiting events have been handled. */
  readonly yieldToEvents: () => Promise<void>;
  readonly emit: (report: Report) => void;
  /** Told of an exception nobody expected; the loop has stopped. */
  readonly crash: (error: unknown) => void;
  /** What arithmetics there are; plain TypeScript alone unless given. May still be on its way. */
  readonly machine?: Machine | Promise<Machine>;
  /** Starts threads that compute shards of a session's gradients; the host's own computes all unless given. */
  readonly spawnShard?: SpawnShard;
  /** At most so many of them a session; one less than it has shards unless given. */
  readonly helpers?: number;
  /** Names runs; `run-1`, `run-2`, … unless given. */
  readonly newId?: () => string;
}

/** The commands of the surface; the subscription is the entry's. */
export type Host = Omit<EngineWorker, 'subscribe'>;

/** Milliseconds of work between two looks at the events. */
const SLICE = 10;

interface Job {
  readonly work: Work<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export const createHost = (options: HostOptions): Host => new TimeSlicingHost(options);

class TimeSlicingHost implements Host {
  readonly #options: HostOptions;
  readonly #sessions = new Map<string, Held>();
  readonly #jobs: Job[] = [];
  /** The one session that trains. */
  #active: Held | null = null;
  #isRunning = false;
  /** Ends the loop's waiting for other threads. */
  #call = (): void => {};
  readonly #machine: Promise<Machine>;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#machine = Promise.resolve(options.machine ?? SCALAR_MACHINE);
  }

  async arithmetics(): Promise<readonly Arithmetic[]> {
    return (await this.#machine).available;
  }

  /** In pieces, so that whatever else is asked meanwhile is answered. */
  async create(id: string, spec: SessionSpec): Promise<Result<SessionInfo>> {
    const machine = await this.#machine;
    const { newId, spawnShard, helpers } = this.#options;
    try {
      const session = await this.#enqueue(
        creatingSession(spec, { machine, spawnShard, helpers, id: newId?.() }),
      );
      this.#replace(id, new Held(id, session));
      return { ok: true, value: session.info };
    } catch (error) {
      return failureOf(error);
    }
  }

  async play(id: string, { steps, until }: PlayOptions = {}): Promise<Result<{ step: number }>> {
    return answer(() => {
      const held = this.#held(id);
      check(
        steps === undefined || (Number.isInteger(steps) && steps >= 1),
        'play',
        'steps ≥ 1, whole',
        steps,
      );
      check(until === undefined || until >= 0, 'play', 'until ≥ 0', until);
      if (held.divergence) throw new EngineError('diverged', held.divergence);
      const { step } = held.session;
      if (this.#active && this.#active !== held) this.#stop(this.#active, 'paused');
      for (const other of this.#sessions.values()) if (other !== held) other.session.rest();
      held.play(steps === undefined ? until : step + steps);
      this.#active = held;
      if (held.isThere) this.#stop(held, 'paused');
      else this.#wake();
      return { step };
    });
  }

  async pause(id: string): Promise<Result<{ step: number }>> {
    return answer(() => {
      const held = this.#held(id);
      if (held.status === 'training') this.#stop(held, 'paused');
      return { step: held.session.step };
    });
  }

  async change<K extends LiveKey>(
    id: string,
    key: K,
    value: RunConfig[K],
  ): Promise<Result<{ step: number }>> {
    return answer(() => ({ step: this.#held(id).session.change(key, value) }));
  }

  async watch(id: string, watch: Watch): Promise<Result<null>> {
    return answer(() => {
      this.#held(id).show(watch);
      return null;
    });
  }

  async dispose(id: string): Promise<Result<null>> {
    return answer(() => {
      this.#held(id);
      this.#replace(id, null);
      return null;
    });
  }

  /** Training pauses while something else is timed. */
  async measure(options: MeasureOptions): Promise<Result<Measured>> {
    const machine = await this.#machine;
    const { now, spawnShard, helpers } = this.#options;
    if (this.#active) this.#stop(this.#active, 'paused');
    try {
      return {
        ok: true,
        value: await this.#enqueue(measuring(options, { now, machine, spawnShard, helpers })),
      };
    } catch (error) {
      return failureOf(error);
    }
  }

  async ping(): Promise<true> {
    return true;
  }

  /** In turn with the other work: a trace half done must not see other parameters. */
  recover(id: string): Promise<Result<{ step: number }>> {
    const host = this;
    return this.#inTurn(id, function* (_session, held): Work<{ step: number }> {
      yield;
      const step = held.divergence ? held.recover() : held.session.step; // once for each divergence: it is recorded
      host.#stop(held, 'paused');
      return { step };
    });
  }

  trace(id: string, probe: Probe): Promise<Result<Trace>> {
    return this.#inTurn(id, (session) => tracing(session, probe));
  }

  clampedTrace(id: string, probe: Probe, clamps: readonly Clamp[]): Promise<Result<Clamped<Trace>>> {
    return this.#inTurn(id, (session) => clampedTracing(session, probe, clamps));
  }

  gradients(id: string, probe: Probe, of: 'mean' | 'last'): Promise<Result<GradientTrace>> {
    return this.#inTurn(id, (session) => gradientTracing(session, probe, { loss: of }));
  }

  influence(id: string, probe: Probe, answer?: number): Promise<Result<Influence>> {
    return this.#inTurn(id, (session) =>
      answer === undefined
        ? influenceMatrixTracing(session, probe)
        : influenceRowTracing(session, probe, answer),
    );
  }

  dynamics(id: string, probe: Probe): Promise<Result<Dynamics>> {
    return this.#inTurn(id, (session) => dynamicsTracing(session, probe));
  }

  sample(id: string, writer: Writer): Promise<Result<Sample>> {
    return this.#inTurn(id, (session) => writing(session, writer));
  }

  /** Of a completed step: an update that has begun is brought to its end first, and said if nothing else would say it. */
  save(id: string): Promise<Result<Uint8Array>> {
    const host = this;
    return this.#inTurn(id, function* (session, held): Work<Uint8Array> {
      if (session.isUpdating) {
        for (; session.isUpdating; yield) held.train();
        if (held.status === 'paused') host.#report(held);
      }
      return yield* session.saving();
    });
  }

  evaluate(id: string): Promise<Result<HeldOut>> {
    return this.#inTurn(id, (session) => session.evaluate());
  }

  /** Another session takes the place of the one of this id, or none does. */
  #replace(id: string, held: Held | null): void {
    if (this.#active?.id === id) this.#active = null;
    this.#sessions.get(id)?.session.dispose();
    if (held) this.#sessions.set(id, held);
    else this.#sessions.delete(id);
  }

  /** @throws EngineError session-unknown */
  #held(id: string): Held {
    const held = this.#sessions.get(id);
    if (!held) throw new EngineError('session-unknown', { id });
    return held;
  }

  /** Work on a session, as an answer. */
  async #inTurn<T>(id: string, make: (session: Session, held: Held) => Work<T>): Promise<Result<T>> {
    try {
      const held = this.#held(id);
      return { ok: true, value: await this.#enqueue(make(held.session, held)) };
    } catch (error) {
      return failureOf(error);
    }
  }

  #enqueue<T>(work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ work, resolve: (value) => resolve(value as T), reject });
      this.#wake();
    });
  }

  #stop(held: Held, status: 'paused' | 'diverged'): void {
    held.status = status;
    if (this.#active === held) this.#active = null;
    this.#report(held);
  }

  #report(held: Held): void {
    this.#enqueue(held.report(this.#options.now)).then(
      (report) => {
        if (this.#sessions.get(held.id) === held) this.#options.emit(report);
      },
      (error: unknown) => this.#options.crash(error),
    );
  }

  #wake(): void {
    this.#call();
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#loop().catch((error: unknown) => {
      this.#active = null;
      this.#options.crash(error);
    });
  }

  get #hasWork(): boolean {
    return this.#jobs.length > 0 || this.#active !== null;
  }

  async #loop(): Promise<void> {
    const { now, yieldToEvents } = this.#options;
    try {
      while (this.#hasWork) {
        await yieldToEvents();
        const end = now() + SLICE;
        let answer: Promise<void> | null;
        do answer = this.#workOnce();
        while (!answer && this.#hasWork && now() < end);
        if (answer) await this.#waitFor(answer);
      }
    } finally {
      this.#isRunning = false;
    }
  }

  /** Until another thread answers, or something is asked of this one. Of training it is a part. */
  async #waitFor(answer: Promise<void>): Promise<void> {
    const { now } = this.#options;
    const held = this.#jobs.length === 0 ? this.#active : null;
    const start = now();
    await Promise.race([
      answer,
      new Promise<void>((resolve) => {
        this.#call = resolve;
      }),
    ]);
    if (held) held.trained += now() - start;
  }

  /** @returns the answer of another thread, where there is nothing to do before it */
  #workOnce(): Promise<void> | null {
    const job = this.#jobs[0];
    if (job) return this.#continueJob(job);
    return this.#active ? this.#train(this.#active) : null;
  }

  #continueJob(job: Job): Promise<void> | null {
    try {
      const { done, value } = job.work.next();
      if (!done) return value ?? null;
      job.resolve(value);
    } catch (error) {
      job.reject(error);
    }
    this.#jobs.shift();
    return null;
  }

  #train(held: Held): Promise<void> | null {
    const { now } = this.#options;
    const start = now();
    let completed = false;
    try {
      completed = held.train();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      held.diverge(error);
      this.#stop(held, 'diverged');
      return null;
    }
    held.trained += now() - start;
    if (held.isThere) this.#stop(held, 'paused');
    else if (completed && held.isReportDue(now())) this.#report(held);
    return held.session.waiting;
  }
}

/** An expected failure as an answer; anything else goes on as an exception. */
function failureOf(error: unknown): Result<never> {
  if (error instanceof EngineError) return toFailure(error);
  throw error;
}

function answer<T>(make: () => T): Result<T> {
  try {
    return { ok: true, value: make() };
  } catch (error) {
    return failureOf(error);
  }
}
