/**
 * The threads that help a session with a step's shards. The session works from the first shard up, each thread that is
 * free takes the last one that nobody has: so nobody waits who could work, and however that turns out, the session
 * meets the shards in their order. A thread that dies is done without: its shard is the session's again.
 */
import { type Dtype, type Floats, zeros } from '../math/floats.ts';
import type { FromShard, ShardAnswer, ShardPort, ShardSetup, ShardTask, SpawnShard } from './shard-port.ts';
import { bufferOf, buffersOf } from './shard-port.ts';

interface Hand {
  port: ShardPort | null;
  state: 'starting' | 'free' | 'busy' | 'gone';
  /** The current step's shard that it was given, or −1. */
  shard: number;
}

/** Who has a shard: nobody yet, a thread, the session; or what a thread made of it. */
type Place = 'open' | 'given' | 'mine' | ShardAnswer;

/** A task for a shard, its parameters in the array given. */
export type Compose = (shard: number, parameters: Floats) => Omit<ShardTask, 'kind' | 'step' | 'shard'>;

export class Crew {
  #hands: Hand[] = [];
  readonly #parameters: number;
  readonly #dtype: Dtype;
  /** Arrays as long as the parameters that are under way nowhere. */
  readonly #spare: Floats[] = [];
  #step = 0;
  #places: Place[] = [];
  /** Shards before it are the session's own affair; the first one always is. */
  #at = 1;
  #compose: Compose | null = null;
  #bell = createBell();

  /**
   * @param most so many threads at most
   * @param parameters how many numbers the model has
   */
  constructor(spawn: SpawnShard, most: number, setup: ShardSetup, parameters: number) {
    this.#parameters = parameters;
    this.#dtype = setup.dtype;
    for (let i = 0; i < most && this.#hire(spawn, setup); i++);
  }

  /** Threads that stand ready or work. */
  get ready(): number {
    return this.#hands.filter(({ state }) => state !== 'starting').length;
  }

  /** While threads are still starting: until something happens. Else null. */
  get starting(): Promise<void> | null {
    return this.#hands.some(({ state }) => state === 'starting') ? this.#bell.rung : null;
  }

  /** A new step of `shards` shards; what is still under way of an earlier one counts for nothing. */
  begin(shards: number, compose: Compose): void {
    this.#step += 1;
    for (const place of this.#places) if (typeof place === 'object') this.giveBack(place.gradients);
    this.#places = new Array<Place>(shards).fill('open');
    this.#at = 1;
    this.#compose = compose;
    for (const hand of this.#hands) hand.shard = -1;
    this.#giveOut();
  }

  /**
   * The session has come to a shard. @param alone it will not wait
   * @returns what a thread made of it; null: it is the session's to compute; a promise: ask again after it
   */
  take(shard: number, alone: boolean): ShardAnswer | Promise<void> | null {
    const place = this.#places[shard];
    this.#at = Math.max(this.#at, shard + 1);
    if (place === 'given' && !alone) return this.#bell.rung;
    this.#places[shard] = 'mine';
    return typeof place === 'object' ? place : null;
  }

  /** An array that an answer came in is not needed any more. */
  giveBack(array: Floats): void {
    this.#spare.push(array);
  }

  /** Ends all threads: the session goes on alone. */
  end(): void {
    for (const { port } of this.#hands) port?.end();
    this.#hands = [];
    this.#spare.length = 0;
    this.#places = this.#places.map((place) => (place === 'given' ? 'open' : place));
    this.#ring();
  }

  /** @returns whether there was one more to be had */
  #hire(spawn: SpawnShard, setup: ShardSetup): boolean {
    const hand: Hand = { port: null, state: 'starting', shard: -1 };
    try {
      hand.port = spawn({ message: (message) => this.#hear(hand, message), death: () => this.#lose(hand) });
      if (!hand.port) return false;
      this.#hands.push(hand);
      hand.port.send(setup, []);
      return true;
    } catch {
      this.#lose(hand);
      return false;
    }
  }

  #hear(hand: Hand, message: FromShard): void {
    if (!this.#hands.includes(hand)) return;
    if (message.kind === 'failed') {
      this.#lose(hand);
      return;
    }
    if (message.kind === 'answer') {
      const isAwaited = message.step === this.#step && this.#places[message.shard] === 'given';
      if (isAwaited) this.#places[message.shard] = message;
      else this.giveBack(message.gradients);
    }
    hand.state = 'free';
    hand.shard = -1;
    this.#giveOut();
    this.#ring();
  }

  #lose(hand: Hand): void {
    hand.state = 'gone';
    hand.port?.end();
    this.#hands = this.#hands.filter((one) => one !== hand);
    if (this.#places[hand.shard] === 'given') this.#places[hand.shard] = 'open';
    this.#ring();
  }

  #giveOut(): void {
    for (const hand of this.#hands) {
      if (hand.state !== 'free') continue;
      const shard = this.#places.lastIndexOf('open');
      if (shard < this.#at) return;
      this.#give(hand, shard);
    }
  }

  #give(hand: Hand, shard: number): void {
    const array = this.#spare.pop() ?? zeros(this.#dtype, this.#parameters);
    const task = this.#compose!(shard, array);
    hand.state = 'busy';
    hand.shard = shard;
    this.#places[shard] = 'given';
    const moved = [bufferOf(task.parameters), bufferOf(task.states), ...buffersOf(task.batch)];
    try {
      hand.port!.send({ kind: 'task', step: this.#step, shard, ...task }, moved);
    } catch {
      this.#lose(hand);
    }
  }

  #ring(): void {
    const { ring } = this.#bell;
    this.#bell = createBell();
    ring();
  }
}

interface Bell {
  readonly rung: Promise<void>;
  readonly ring: () => void;
}

function createBell(): Bell {
  let ring = (): void => {};
  const rung = new Promise<void>((resolve) => {
    ring = resolve;
  });
  return { rung, ring };
}
