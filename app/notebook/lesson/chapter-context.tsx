import { createContext, useContext } from 'react';
import type { ChapterMeta } from '../../../content/chapters/types.ts';

export const ChapterContext = createContext<ChapterMeta | null>(null);

/** The chapter being read. */
export function useChapter(): ChapterMeta {
  const meta = useContext(ChapterContext);
  if (!meta) throw new Error('useChapter: expected a chapter above');
  return meta;
}
