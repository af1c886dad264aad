/** Keeps one run a slot in IndexedDB: after a reload it goes on bit for bit, with the reader's text and the curve. */
import { openDB } from 'idb';
import * as v from 'valibot';
import { CORPORA, type CorpusId } from '../../content/corpora/corpora.ts';
import { PRESETS } from '../../content/experiments/presets.ts';
import type { PresetId } from '../../content/experiments/types.ts';
import { ARITHMETICS, completeConfig, type RunConfig, type RunSettings } from '../../engine/index.ts';
import { DEFAULT_COMPUTING } from './data.ts';
import type { History } from './history.ts';
import type { Computing, Corpus } from './types.ts';

const ownKeys = <K extends string>(record: Readonly<Record<K, unknown>>) =>
  Object.keys(record) as [K, ...K[]];

export interface KeptRun {
  readonly version: 2;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly preset: PresetId;
  readonly config: RunConfig;
  readonly corpus: Corpus;
  /** As the run's record says. */
  readonly computing: Computing;
  readonly probe: string;
  readonly writer: { readonly prefix: string; readonly temperature: number };
  /** Completed steps. */
  readonly step: number;
  /** The loss curve up to that step, and perhaps a little further; null: not known. */
  readonly history: History | null;
  /**
   * The whole run, encoded (train/checkpoint.ts); the engine checks it when it is read. Null: it cannot be read, or an
   * older version of the page wrote it; text and settings are still there.
   */
  readonly checkpoint: Uint8Array | null;
}

/** Settings of any version: what they do not say is as it was before it could be said. */
const settings = v.pipe(
  v.record(v.string(), v.unknown()),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return completeConfig(dataset.value as unknown as RunSettings);
    } catch {
      addIssue({ message: 'no settings of a run' });
      return NEVER;
    }
  }),
);

const history = v.object({
  start: v.number(),
  width: v.number(),
  loss: v.array(v.number()),
  gradNorm: v.array(v.number()),
  filled: v.number(),
  heldOut: v.array(v.object({ step: v.number(), loss: v.number() })),
});

/** Storage is outside: what comes back may be of another version, or anybody's. */
const schema = v.pipe(
  v.object({
    /** 1: with a checkpoint of the model alone, in a format that is no longer read. */
    version: v.picklist([1, 2]),
    savedAt: v.number(),
    preset: v.picklist(ownKeys<PresetId>(PRESETS)),
    config: settings,
    corpus: v.variant('kind', [
      v.object({ kind: v.literal('shipped'), id: v.picklist(ownKeys<CorpusId>(CORPORA)) }),
      v.object({ kind: v.literal('own'), name: v.string(), text: v.string() }),
    ]),
    computing: v.fallback(
      v.object({
        arithmetic: v.picklist(ARITHMETICS),
        shards: v.pipe(v.number(), v.integer(), v.minValue(1)),
      }),
      DEFAULT_COMPUTING,
    ),
    probe: v.string(),
    writer: v.object({ prefix: v.string(), temperature: v.number() }),
    step: v.number(),
    history: v.fallback(v.nullable(history), null),
    checkpoint: v.fallback(v.nullable(v.instance(Uint8Array)), null),
  }),
  v.transform(
    ({ version, checkpoint, ...run }): KeptRun => ({
      ...run,
      version: 2,
      checkpoint: version === 2 ? checkpoint : null,
    }),
  ),
);

/** What was stored, as far as it can be read; null: nothing of it. */
export function parseKept(stored: unknown): KeptRun | null {
  const parsed = v.safeParse(schema, stored);
  return parsed.success ? parsed.output : null;
}

export interface Keeper {
  /** The run kept in a slot; null where there is none, or none that can be read. */
  read(slot: string): Promise<KeptRun | null>;
  write(slot: string, run: KeptRun): Promise<void>;
  forget(slot: string): Promise<void>;
}

const STORE = 'runs';

/** Storage that is full, forbidden or absent is not an error: the run is then not kept. */
export function createKeeper(): Keeper {
  const open = () =>
    openDB('gatebook', 1, {
      upgrade(database) {
        database.createObjectStore(STORE);
      },
    });
  let database: ReturnType<typeof open> | null = null;
  const withStore = async <T>(
    use: (db: Awaited<ReturnType<typeof open>>) => Promise<T>,
  ): Promise<T | null> => {
    try {
      database ??= open();
      return await use(await database);
    } catch {
      database = null;
      return null;
    }
  };
  return {
    async read(slot) {
      const found = await withStore((db) => db.get(STORE, slot));
      return parseKept(found);
    },
    async write(slot, run) {
      await withStore((db) => db.put(STORE, run, slot));
    },
    async forget(slot) {
      await withStore((db) => db.delete(STORE, slot));
    },
  };
}
