import type { ReactNode } from 'react';
import { ARITHMETICS } from '../../../engine/index.ts';
import { type MeasureState, speedKey } from '../../experiment/measure.ts';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { engineMessages } from '../../i18n/messages/engine.ts';
import { formatCount, formatFixed, formatSpeed } from '../../i18n/numbers.ts';
import { type Bench, inChromium, inPyTorch, type Speed } from './published.ts';
import styles from './speed.module.css';

type Kind = 'yours' | 'chromium' | 'peer';

/** Bars and their numbers in one table: all bars on one scale from zero. */
export function SpeedTable({ state, bench }: { state: MeasureState; bench: Bench | null }) {
  const lang = useLang();
  const m = useMessages(engineMessages);
  const { available, choice, results } = state;
  const { workload, cell } = choice;
  const yours = ARITHMETICS.map((name) => ({ name, result: results[speedKey(workload, cell, name)] }));
  const chromium = inChromium(bench, workload, cell);
  const peers = inPyTorch(bench, workload, cell);
  const shown: readonly Speed[] = [
    ...yours.flatMap(({ name, result }) => (result ? [{ name, ...result }] : [])),
    ...chromium,
    ...peers,
  ];
  const full = Math.max(...shown.map(fastest), 1);
  const measured = yours.flatMap(({ result }) => result ?? []);
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{m.table(m[workload], m[cell])}</caption>
      <thead>
        <tr>
          <th scope="col">{m.what}</th>
          <th scope="col">{m.tokens}</th>
          <th scope="col">{m.median}</th>
          <th scope="col">{m.p10}</th>
        </tr>
      </thead>
      <tbody>
        <Heading name={measured.length > 0 ? m.yoursNow : m.yours}>
          {measured.length > 0 &&
            m.yoursNote(
              range(measured.map(({ rounds }) => rounds)),
              formatCount(
                measured.reduce((sum, { steps }) => sum + steps, 0),
                lang,
              ),
            )}
        </Heading>
        {yours.map(({ name, result }) => (
          <Row
            key={name}
            kind="yours"
            name={name}
            speed={result ? { name, ...result } : null}
            missing={available && !available.includes(name) ? m.unavailable : m.unmeasured}
            full={full}
          />
        ))}
      </tbody>
      {bench && chromium.length > 0 && (
        <tbody>
          <Heading name={m.published}>{[bench.date, bench.machine, m.other].join(m.separator)}</Heading>
          {chromium.map((speed) => (
            <Row key={speed.name} kind="chromium" name={speed.name} speed={speed} full={full} />
          ))}
        </tbody>
      )}
      {bench && peers.length > 0 && (
        <tbody>
          <Heading name={m.peers}>{m.same}</Heading>
          {peers.map((peer) => (
            <Row
              key={peer.name}
              kind="peer"
              name={peer.name}
              speed={peer}
              detail={[peer.version, peer.blas, m.threads(peer.threads)].join(m.comma)}
              full={full}
            />
          ))}
        </tbody>
      )}
      {chromium.length + peers.length === 0 && (
        <tbody>
          <tr>
            <td colSpan={4} className={styles.empty}>
              {m.nothingPublished}
            </td>
          </tr>
        </tbody>
      )}
    </table>
  );
}

const Heading = ({ name, children }: { name: string; children: ReactNode }) => (
  <tr className={styles.heading}>
    <th scope="rowgroup" colSpan={4}>
      {name}
      {children && <span className={styles.where}>{children}</span>}
    </th>
  </tr>
);

const Row = ({
  kind,
  name,
  speed,
  missing = '',
  detail = '',
  full,
}: {
  kind: Kind;
  name: string;
  /** Null: not measured; `missing` says why. */
  speed: Speed | null;
  missing?: string;
  /** Under the bar: what it was measured with. */
  detail?: string;
  /** Tokens a second at the right end of the scale. */
  full: number;
}) => {
  const lang = useLang();
  if (!speed) {
    return (
      <tr className={styles.none}>
        <th scope="row" className={styles.name}>
          {name}
        </th>
        <td colSpan={3}>{missing}</td>
      </tr>
    );
  }
  const percent = (tokens: number) => `${(100 * tokens) / full}%`;
  return (
    <tr>
      <th scope="row">
        <div className={styles.lane}>
          <span className={styles.name}>{name}</span>
          <span className={styles.track} aria-hidden="true">
            <span className={styles.whisker} style={{ width: percent(fastest(speed)) }} />
            <span
              className={`${styles.bar} ${styles[kind]}`}
              style={{ width: percent(speed.tokensPerSecond) }}
            />
          </span>
          {detail && <span className={styles.detail}>{detail}</span>}
        </div>
      </th>
      <td>{formatSpeed(speed.tokensPerSecond, lang)}</td>
      <td>{formatFixed(speed.medianMs, digits(speed.medianMs))}</td>
      <td>{formatFixed(speed.p10Ms, digits(speed.p10Ms))}</td>
    </tr>
  );
};

/** Tokens a second in the fastest tenth of the steps. */
const fastest = ({ tokensPerSecond, medianMs, p10Ms }: Speed): number =>
  Math.max(tokensPerSecond, (tokensPerSecond * medianMs) / p10Ms);

/** Milliseconds to three figures or so. */
const digits = (ms: number): number => (ms < 10 ? 2 : ms < 100 ? 1 : 0);

const range = (values: readonly number[]): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? `${least}` : `${least}–${most}`;
};
