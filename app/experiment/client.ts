/** The page's one door to the engine: makes the worker when first needed, watches that it lives. */
import { proxy, type Remote, wrap } from 'comlink';
import type { EngineWorker, Report } from '../../engine/index.ts';

/** The worker is gone; every command under way and every later one ends with this until `restart`. */
export class EngineCrash extends Error {
  constructor(cause: string) {
    super(`the engine's worker stopped: ${cause}`);
    this.name = 'EngineCrash';
  }
}

/** What a store needs of the engine; a test hands in a fake. */
export interface EnginePort {
  /** Sends one command. @throws EngineCrash when the worker is gone. */
  call<T>(command: (engine: EngineWorker) => Promise<T>): Promise<T>;
  onReport(id: string, listener: (report: Report) => void): () => void;
  onCrash(listener: () => void): () => void;
  /** A fresh worker in place of a crashed one. */
  restart(): void;
}

/**
 * A live worker answers within 100 ms, a busy one (making a session of a long text, on a slow machine) within a few
 * seconds. This many pings in a row without an answer, and it is taken for gone.
 */
const PING_EVERY = 2000;
const MISSES = 4;

export function createEnginePort(): EnginePort {
  const reports = new Map<string, Set<(report: Report) => void>>();
  const crashes = new Set<() => void>();
  let current: ReturnType<typeof launch> | null = null;

  function launch() {
    const worker = new Worker(new URL('../../engine/worker/entry.ts', import.meta.url), { type: 'module' });
    const engine: Remote<EngineWorker> = wrap<EngineWorker>(worker);
    let fail: (error: EngineCrash) => void = () => {};
    const gone = new Promise<never>((_, reject) => {
      fail = reject;
    });
    gone.catch(() => {});
    let unanswered = 0;
    const heartbeat = setInterval(() => {
      // A page in the background, or its worker, may be put to sleep: that is no crash.
      if (document.visibilityState === 'hidden') {
        unanswered = 0;
        return;
      }
      if (unanswered >= MISSES) return crash('no answer');
      unanswered += 1;
      engine.ping().then(
        () => {
          unanswered = 0;
        },
        () => {},
      );
    }, PING_EVERY);
    let dead = false;
    function crash(cause: string) {
      if (dead) return;
      dead = true;
      clearInterval(heartbeat);
      worker.terminate();
      fail(new EngineCrash(cause));
      for (const listener of crashes) listener();
    }
    worker.onerror = (event) => {
      event.preventDefault();
      crash(event.message || 'it could not be started');
    };
    worker.onmessageerror = () => crash('it sent what cannot be read');
    const subscribed = engine.subscribe(
      proxy((report: Report) => {
        for (const listener of reports.get(report.id) ?? []) listener(report);
      }),
    );
    return { engine: engine as unknown as EngineWorker, gone, subscribed, isDead: () => dead };
  }

  return {
    async call(command) {
      current ??= launch();
      const { engine, gone, subscribed } = current;
      await Promise.race([subscribed, gone]);
      return Promise.race([command(engine), gone]);
    },
    onReport(id, listener) {
      const listeners = reports.get(id) ?? new Set();
      reports.set(id, listeners.add(listener));
      return () => listeners.delete(listener);
    },
    onCrash(listener) {
      crashes.add(listener);
      return () => crashes.delete(listener);
    },
    restart() {
      if (current?.isDead()) current = null;
    },
  };
}
