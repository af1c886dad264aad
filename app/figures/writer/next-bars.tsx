import { useExperiment } from '../../experiment/provider.tsx';
import { tokenText, visibleToken } from '../../experiment/read.ts';
import type { ExperimentState } from '../../experiment/types.ts';
import { useMessages } from '../../i18n/lang.tsx';
import { writerMessages } from '../../i18n/messages/writer.ts';
import { formatFixed } from '../../i18n/numbers.ts';
import { corpusLang } from '../corpus/corpus-lang.ts';
import styles from './next-bars.module.css';

/** Rows drawn while there is no trace: the place is kept. */
const PLACEHOLDER_ROWS = 8;

/** The most probable next characters at the cursor, with the one that really follows marked. */
export function NextBars() {
  const say = useMessages(writerMessages);
  const trace = useExperiment((state) => state.trace);
  const cursorT = useExperiment((state) => state.cursor.t);
  const vocabulary = useExperiment((state) => state.vocabulary);
  const lang = useExperiment((state: ExperimentState) => corpusLang(state.corpus));
  if (!trace) {
    return (
      <div className={styles.frame}>
        <p className={styles.title}>{say.nextEmpty}</p>
        <ol className={styles.bars} style={{ minHeight: `${PLACEHOLDER_ROWS * 1.5}rem` }} aria-busy="true" />
        <p className={styles.note}> </p>
      </div>
    );
  }
  const { K, ids, p } = trace.next;
  const t = Math.min(cursorT, trace.T - 1);
  const show = (id: number) => visibleToken(tokenText({ vocabulary }, id));
  const actual = t + 1 < trace.T ? trace.tokens[t + 1] : null;
  const rows = Array.from({ length: K }, (_, k) => ({ id: ids[t * K + k], p: p[t * K + k] }));
  const among = rows.some(({ id }) => id === actual);
  return (
    <div className={styles.frame}>
      <p className={styles.title}>{say.next(show(trace.tokens[t]))}</p>
      <ol className={styles.bars}>
        {rows.map((row, k) => (
          // A row is a rank: its token changes in place.
          <li key={k} className={row.id === actual ? styles.actual : undefined}>
            <span className={styles.token} lang={lang}>
              {show(row.id)}
            </span>
            <span className={styles.track} aria-hidden="true">
              <span style={{ transform: `scaleX(${row.p})` }} />
            </span>
            <span className={styles.p}>{formatFixed(row.p, 2)}</span>
            <span className={styles.mark}>{row.id === actual ? say.actual : ''}</span>
          </li>
        ))}
      </ol>
      <p className={styles.note}>
        {actual === null
          ? say.end
          : among
            ? ' '
            : say.actualElsewhere(show(actual), probability(trace.surprise[t]))}
      </p>
    </div>
  );
}

/** exp(−surprise), in as many digits as show something. */
const probability = (surprise: number): string => {
  const p = Math.exp(-surprise);
  return p >= 0.001 ? formatFixed(p, 3) : p.toExponential(0);
};
