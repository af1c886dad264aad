import { CORPORA } from '../../../content/corpora/corpora.ts';
import type { Corpus } from '../../experiment/types.ts';
import type { Lang } from '../../i18n/lang.tsx';

/** Han characters in this much of the beginning decide. */
const LOOK_AT = 2000;
const HAN = /\p{Script=Han}/gu;

/** What a corpus is called in the reader's language; the reader's own keeps the name it came with. */
export const corpusName = (corpus: Corpus, lang: Lang): string =>
  corpus.kind === 'own' ? corpus.name : CORPORA[corpus.id][lang];

/** Language of a corpus, for `lang` attributes and so for fonts: of the reader's own text, by its characters. */
export function corpusLang(corpus: Corpus): Lang {
  if (corpus.kind === 'shipped') return CORPORA[corpus.id].lang;
  const start = corpus.text.slice(0, LOOK_AT);
  return (start.match(HAN)?.length ?? 0) > start.length * 0.1 ? 'zh' : 'en';
}
