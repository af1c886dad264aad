import type { Bilingual } from '../experiments/types.ts';

export interface ChapterMeta {
  readonly slug: string;
  readonly title: Bilingual;
  /** The name in the navigation. */
  readonly short: Bilingual;
  readonly summary: Bilingual;
  /** In the order of both texts; a test compares each text with it. */
  readonly sections: readonly ({ readonly id: string } & Bilingual)[];
  /** Ids of the predict–run–reveal experiments, in order (content/experiments/). */
  readonly experiments: readonly string[];
}
