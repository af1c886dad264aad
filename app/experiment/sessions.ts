/**
 * The worker's sessions of one experiment: one stands, a newer one may be under way. Every session has a name of its
 * own in the worker: one that could not be made, or came too late, leaves the one before untouched, and no command
 * reaches another session than the one it was meant for.
 */

import type { PresetId } from '../../content/experiments/types.ts';
import {
  EngineError,
  type EngineWorker,
  type Report,
  type Result,
  type RunConfig,
  type SessionInfo,
  type Trace,
  validateConfig,
} from '../../engine/index.ts';
import type { EnginePort } from './client.ts';
import type { History } from './history.ts';
import type { Sources } from './sources.ts';
import type { Computing, Corpus, ExperimentData, Progress } from './types.ts';

/** What a session is made from. */
export interface Plan {
  readonly config: RunConfig;
  readonly corpus: Corpus;
  /** A checkpoint of a run brings its own. */
  readonly computing: Computing;
  readonly origin: ExperimentData['origin'];
  /** Also replaced together with the session, once it stands. */
  readonly also?:
    | { readonly preset: PresetId; readonly probe?: string; readonly prefix?: string }
    | undefined;
}

/** Where a session starts from, and what is known of it: the held-out loss, and the curve of the steps before. */
export interface Start {
  readonly checkpoint: Uint8Array;
  readonly heldOut: Progress['heldOut'];
  readonly past?: History;
}

/** A session that stands, with its first trace. */
export interface Built {
  readonly plan: Plan;
  readonly info: SessionInfo;
  readonly trace: Trace;
  /** Null: random parameters. */
  readonly start: Start | null;
  /** Training was going on, or wanted, when it was asked for. */
  readonly resume: boolean;
}

export interface SessionHooks {
  /** The line to trace first; asked once more when the trace is there, since the reader may have changed it. */
  probe(plan: Plan): string;
  /** A new session stands, and the one before is gone. */
  stands(built: Built): Promise<void>;
  /** A report of the session that stands. */
  receive(report: Report): void;
  /** The newest build failed; what stood before still does. */
  buildFailed(error: unknown): void;
  /** A command to the session that stands failed. */
  commandFailed(error: unknown): void;
}

export interface Sessions {
  /** What the newest build is to make; null while none is under way. */
  readonly plan: Plan | null;
  readonly stands: boolean;
  /** The build under way is not to train on: the reader has said something else. */
  holdBack(): void;
  /**
   * Makes a session; the old one stays until the new one and its trace are there. A newer build makes it void.
   * @param resume train on; a build under way passes its own wish on
   * @param start none: random parameters
   * @returns whether it stands
   */
  build(plan: Plan, resume: boolean, start?: () => Promise<Start>): Promise<boolean>;
  /** Waits until no build is under way. False: nothing stands. */
  settle(): Promise<boolean>;
  /** Sends a command to the session that stands. Null: none stands, it failed, or it was replaced meanwhile. */
  command<T>(send: (engine: EngineWorker, id: string) => Promise<Result<T>>): Promise<T | null>;
  /** Runs `then`, or `instead` if another session came to stand in between. */
  unlessReplaced<T>(work: Promise<T>, then: (value: T) => void, instead: () => Promise<void>): Promise<void>;
  /** The worker is gone, and every session with it. */
  forgetAll(): void;
}

export function createSessions(
  id: string,
  port: EnginePort,
  sources: Sources,
  hooks: SessionHooks,
): Sessions {
  let standing: { readonly id: string; readonly forget: () => void } | null = null;
  let building: { readonly plan: Plan; readonly done: Promise<boolean>; resume: boolean } | null = null;
  let count = 0;

  async function answered<T>(send: (engine: EngineWorker) => Promise<Result<T>>): Promise<T> {
    const result = await port.call(send);
    if (!result.ok) throw new EngineError(result.code, result.params);
    return result.value;
  }

  const dispose = (name: string) => void port.call((engine) => engine.dispose(name)).catch(() => {});

  /** The new session and the trace that comes in with it: no figure may read one run's numbers as another's. */
  async function create(
    name: string,
    plan: Plan,
    text: string,
    start: Start | undefined,
    isNewest: () => boolean,
  ) {
    const { config, computing } = plan;
    const made = { config, data: { kind: 'text', text } as const, ...computing };
    const spec = start ? { ...made, checkpoint: start.checkpoint } : made;
    const info = await answered((engine) => engine.create(name, spec));
    for (;;) {
      const probe = hooks.probe(plan);
      const trace = await answered((engine) => engine.trace(name, probe));
      if (!isNewest() || trace.probe === hooks.probe(plan)) return { info, trace };
    }
  }

  async function make(plan: Plan, begin: (() => Promise<Start>) | undefined, isNewest: () => boolean) {
    validateConfig(plan.config);
    const { corpus } = plan;
    const [text, start] = await Promise.all([
      corpus.kind === 'own' ? corpus.text : sources.corpus(corpus.id),
      begin?.(),
    ]);
    if (!isNewest()) return false;
    count += 1;
    const name = `${id}:${count}`;
    const made = await create(name, plan, text, start, isNewest).catch((error: unknown) => {
      dispose(name);
      throw error;
    });
    if (!isNewest()) {
      dispose(name);
      return false;
    }
    const resume = building?.resume ?? false;
    standing?.forget();
    const off = port.onReport(name, hooks.receive);
    standing = {
      id: name,
      forget() {
        off();
        dispose(name);
      },
    };
    building = null;
    await hooks.stands({ plan, ...made, start: start ?? null, resume });
    return true;
  }

  return {
    get plan() {
      return building?.plan ?? null;
    },
    get stands() {
      return standing !== null;
    },
    holdBack() {
      if (building) building.resume = false;
    },
    build(plan, resume, start) {
      const mine = { plan, done: Promise.resolve(false), resume: building?.resume ?? resume };
      building = mine;
      mine.done = make(plan, start, () => building === mine).catch((error: unknown) => {
        if (building !== mine) return false;
        building = null;
        hooks.buildFailed(error);
        return false;
      });
      return mine.done;
    },
    async settle() {
      while (building) await building.done;
      return standing !== null;
    },
    async command(send) {
      const asked = standing;
      if (!asked) return null;
      try {
        const value = await answered((engine) => send(engine, asked.id));
        return asked === standing ? value : null;
      } catch (error) {
        if (asked === standing) hooks.commandFailed(error);
        return null;
      }
    },
    async unlessReplaced(work, then, instead) {
      const asked = standing;
      const value = await work;
      if (asked === standing) then(value);
      else await instead();
    },
    forgetAll() {
      standing?.forget();
      standing = null;
      building = null;
    },
  };
}
