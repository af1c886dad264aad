/** Fetches what ships beside the page, once each: corpora, checkpoints, stored traces. */
import { CORPORA, type CorpusId } from '../../content/corpora/corpora.ts';
import { decodeStoredTrace, type StoredTrace } from './stored-trace.ts';

export class FetchFailed extends Error {
  readonly what: string;
  constructor(what: string) {
    super(`could not load ${what}`);
    this.name = 'FetchFailed';
    this.what = what;
  }
}

export interface Sources {
  corpus(id: CorpusId): Promise<string>;
  checkpoint(path: string): Promise<Uint8Array>;
  trace(path: string): Promise<StoredTrace>;
}

/** `base`: the site's base path with both slashes, e.g. `/gatebook/`. */
export function createSources(base: string): Sources {
  const kept = new Map<string, Promise<unknown>>();
  const once = <T>(path: string, read: (response: Response) => Promise<T>): Promise<T> => {
    const found = kept.get(path) as Promise<T> | undefined;
    if (found) return found;
    const loading = fetch(base + path)
      .then((response) => {
        if (!response.ok) throw new FetchFailed(path);
        return read(response);
      })
      .catch((error: unknown) => {
        kept.delete(path);
        throw error instanceof FetchFailed ? error : new FetchFailed(path);
      });
    kept.set(path, loading);
    return loading;
  };
  return {
    corpus: (id) => once(CORPORA[id].path, (response) => response.text()),
    checkpoint: (path) => once(path, async (response) => new Uint8Array(await response.arrayBuffer())),
    trace: (path) => once(path, async (response) => decodeStoredTrace(await response.json())),
  };
}
