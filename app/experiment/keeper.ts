/** Keeps one run a slot in IndexedDB, so that a reload loses neither the reader's text nor the trained model. */
import { openDB } from 'idb';
import * as v from 'valibot';
import { CORPORA, type CorpusId } from '../../content/corpora/corpora.ts';
import { PRESETS } from '../../content/experiments/presets.ts';
import type { PresetId } from '../../content/experiments/types.ts';
import { type RunConfig, validateConfig } from '../../engine/index.ts';

const ownKeys = <K extends string>(record: Readonly<Record<K, unknown>>) =>
  Object.keys(record) as [K, ...K[]];

/** Storage is outside: what comes back may be of another version, or anybody's. */
const schema = v.object({
  version: v.literal(1),
  /** Milliseconds since 1970. */
  savedAt: v.number(),
  preset: v.picklist(ownKeys<PresetId>(PRESETS)),
  config: v.custom<RunConfig>((value) => {
    try {
      return validateConfig(value as RunConfig) !== null;
    } catch {
      return false;
    }
  }),
  corpus: v.variant('kind', [
    v.object({ kind: v.literal('shipped'), id: v.picklist(ownKeys<CorpusId>(CORPORA)) }),
    v.object({ kind: v.literal('own'), name: v.string(), text: v.string() }),
  ]),
  probe: v.string(),
  writer: v.object({ prefix: v.string(), temperature: v.number() }),
  /** Completed steps. */
  step: v.number(),
  /** The model, encoded (train/checkpoint.ts); the engine checks it when it is read. */
  checkpoint: v.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type KeptRun = v.InferOutput<typeof schema>;

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
      const parsed = v.safeParse(schema, found);
      return parsed.success ? parsed.output : null;
    },
    async write(slot, run) {
      await withStore((db) => db.put(STORE, run, slot));
    },
    async forget(slot) {
      await withStore((db) => db.delete(STORE, slot));
    },
  };
}
