/** The port over fake workers: silent ones, broken ones, and ones that answer. */
import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEnginePort, EngineCrash } from '../../app/experiment/client.ts';

/** What stands in for the worker's side; `null` never answers a ping. */
let ping: (() => Promise<true>) | null = async () => true;
const workers: FakeWorker[] = [];

class FakeWorker {
  onerror: ((event: { preventDefault(): void; message: string }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  isTerminated = false;
  readonly #channel = new MessageChannel();

  constructor() {
    workers.push(this);
    expose(
      {
        subscribe: async () => {},
        ping: () => ping?.() ?? new Promise(() => {}),
        pause: async () => 'paused',
      },
      this.#channel.port2,
    );
    this.#channel.port1.start();
  }

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.#channel.port1.postMessage(message, transfer);
  }

  addEventListener(type: string, listener: EventListener): void {
    this.#channel.port1.addEventListener(type, listener);
  }

  removeEventListener(type: string, listener: EventListener): void {
    this.#channel.port1.removeEventListener(type, listener);
  }

  terminate(): void {
    this.isTerminated = true;
    this.#channel.port1.close();
  }
}

let visibility: DocumentVisibilityState;
beforeEach(() => {
  visibility = 'visible';
  ping = async () => true;
  workers.length = 0;
  vi.stubGlobal('Worker', FakeWorker);
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  for (const worker of workers) worker.terminate();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const setUp = async () => {
  const port = createEnginePort();
  const crashed = vi.fn();
  port.onCrash(crashed);
  const pause = () => port.call(async (engine) => engine.pause('a') as unknown);
  expect(await pause()).toBe('paused');
  return { port, crashed, pause };
};

/** So many seconds on the heartbeat's clock, with time for messages in between. */
async function seconds(count: number) {
  for (let i = 0; i < count; i++) {
    vi.advanceTimersByTime(1000);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('the door to the engine', () => {
  it('makes one worker, when first needed', async () => {
    createEnginePort();
    expect(workers).toHaveLength(0);
    const { pause } = await setUp();
    await pause();
    expect(workers).toHaveLength(1);
  });

  it('leaves a worker alone that answers, and one that is busy for some seconds', async () => {
    const { crashed } = await setUp();
    await seconds(20);
    ping = null;
    await seconds(7);
    ping = async () => true;
    await seconds(10);
    expect(crashed).not.toHaveBeenCalled();
  });

  it('takes a silent worker for gone within 10 s, and ends what was under way', async () => {
    const { port, crashed, pause } = await setUp();
    ping = null;
    const waiting = port.call(() => new Promise(() => {})).catch((error: unknown) => error);
    await seconds(11);
    expect(crashed).toHaveBeenCalledOnce();
    expect(await waiting).toBeInstanceOf(EngineCrash);
    expect(workers[0].isTerminated).toBe(true);
    await expect(pause()).rejects.toBeInstanceOf(EngineCrash);
    port.restart();
    ping = async () => true;
    expect(await pause()).toBe('paused');
    expect(workers).toHaveLength(2);
  });

  it('expects no answer of a worker whose page is in the background', async () => {
    const { crashed } = await setUp();
    visibility = 'hidden';
    ping = null;
    await seconds(60);
    visibility = 'visible';
    ping = async () => true;
    await seconds(10);
    expect(crashed).not.toHaveBeenCalled();
  });

  it('says at once when a worker fails, and restarts only then', async () => {
    const { port, crashed, pause } = await setUp();
    port.restart();
    await pause();
    expect(workers).toHaveLength(1);
    workers[0].onerror?.({ preventDefault() {}, message: 'broken' });
    expect(crashed).toHaveBeenCalledOnce();
    await expect(pause()).rejects.toThrow(/broken/);
  });
});
