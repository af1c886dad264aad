/** The README's section on speed, made of the record, so that neither says what the other does not. */
import type { BenchRecord, BenchRow, BenchTime } from '../../content/bench/record.ts';

const BEGIN = '<!-- Made by `npm run bench -- --record`. -->';
const END = '<!-- End of what the benchmark made. -->';

/** Three figures. */
const ms = ({ medianMs }: BenchTime): string =>
  medianMs < 100 ? String(Number(medianMs.toPrecision(3))) : medianMs.toFixed(0);

const COLUMNS: readonly (readonly [title: string, where: string, backend: string])[] = [
  ['scalar', 'node', 'scalar'],
  ['simd', 'node', 'simd'],
  ['fma', 'node', 'fma'],
  ['fma ×2', 'node', 'fma ×2'],
  ['simd, Chromium', 'chromium', 'simd'],
  ['fma, Chromium', 'chromium', 'fma'],
  ['fma ×2, Chromium', 'chromium', 'fma ×2'],
];

/** Raced in a few tasks only, and so far behind that a column would say nothing. */
const TFJS = 'tfjs';

const tasksOf = (rows: readonly BenchRow[]): string[] => [
  ...new Set(rows.map(({ workload, cell }) => `${workload} ${cell}`)),
];

function tableOf(rows: readonly BenchRow[]): string[] {
  const peers = [...new Set(rows.flatMap((row) => Object.keys(row.peers)))].filter((peer) => peer !== TFJS);
  const columns = COLUMNS.filter(([, where, backend]) =>
    rows.some((row) => row.where === where && row.backend === backend),
  );
  const titles = [
    '',
    ...peers,
    ...columns.map(([title]) => title),
    ...peers.map((peer) => `fma against ${peer}`),
  ];
  const lines = tasksOf(rows).map((task) => {
    const own = rows.filter(({ workload, cell }) => `${workload} ${cell}` === task);
    const find = (where: string, backend: string) =>
      own.find((row) => row.where === where && row.backend === backend);
    const fma = find('node', 'fma');
    const against = peers.map((peer) => {
      const theirs = fma?.peers[peer];
      return fma && theirs ? `${(theirs.medianMs / fma.medianMs).toFixed(2)} ×` : '–';
    });
    const theirs = peers.map((peer) => (own[0].peers[peer] ? ms(own[0].peers[peer]) : '–'));
    const ours = columns.map(([, where, backend]) => {
      const row = find(where, backend);
      return row ? ms(row) : '–';
    });
    return [task, ...theirs, ...ours, ...against];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map((_, i) => (i === 0 ? '---' : '--:'))), ...lines.map(line)];
}

const kB = (bytes: number): string => `${Math.round(bytes / 1024)} kB`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** How much faster than TensorFlow.js, where it was raced. */
function tfjsLines(rows: readonly BenchRow[]): [string, string][] {
  const raced = rows.filter(
    ({ where, backend, peers }) => where === 'node' && backend === 'fma' && peers[TFJS],
  );
  if (raced.length === 0) return [];
  const ratios = raced.map(({ workload, cell, medianMs, peers }) => {
    return `${workload} ${cell} ${(peers[TFJS].medianMs / medianMs).toFixed(0)} ×`;
  });
  const { version, blas } = raced[0].peers[TFJS];
  return [[`\`fma\` against ${version} (${blas})`, ratios.join(', ')]];
}

function checkLines({ checks, page, rows }: BenchRecord): string[] {
  const lines = tfjsLines(rows);
  if (checks) {
    const { heapGrowth, traces, scaling, products } = checks;
    const speeds = Object.entries(products).map(([name, speed]) => `${name} ${speed}`);
    lines.push(
      ['products of W2 alone, GFLOP/s', speeds.join(', ')],
      ['W2 with twice the timesteps; with twice the sequences', `× ${scaling.T}; × ${scaling.B}`],
      [
        'a trace of 100 tokens ten times a second, of the time',
        Object.entries(traces)
          .map(([workload, { share }]) => `${workload} ${percent(share)}`)
          .join(', '),
      ],
      [
        `heap after ${heapGrowth.steps.toLocaleString('en')} steps of W1`,
        `objects ${kB(heapGrowth.objects)}; snapshots kept on purpose ${kB(heapGrowth.arrays)}`,
      ],
    );
  }
  if (page) {
    const { seconds, longTasks, longestMs, pauseMs } = page;
    const tasks = longTasks === 0 ? 'none' : `${longTasks}, the longest ${longestMs} ms`;
    lines.push(
      [`main thread: tasks over 50 ms in ${seconds} s, W1 training with its figures in view`, tasks],
      [
        'from pressing pause on W2 until the page shows it',
        `median ${pauseMs.median} ms, slowest ${pauseMs.slowest} ms`,
      ],
    );
  }
  return lines.length
    ? ['| | |', '| --- | --- |', ...lines.map(([what, value]) => `| ${what} | ${value} |`)]
    : [];
}

/** What stands between the markers. */
export function speedSection(record: BenchRecord): string {
  const { date, machine, rows, setup } = record;
  const peers: BenchRow['peers'] = Object.assign({}, ...rows.map((row) => row.peers));
  const named = Object.entries(peers).filter(([name]) => name !== TFJS);
  const names = named.map(([name, { version, blas, threads }]) => {
    return `\`${name}\` is ${version} with ${blas}, ${threads} thread`;
  });
  const [before, after] = setup.load;
  return [
    `Milliseconds of one training step, median; ${machine}; ${date}.`,
    ...(names.length ? [`${names.join('; ')}.`] : []),
    `Load averages before and after: ${before}, ${after} (the benchmark itself is 1).`,
    '',
    ...tableOf(rows),
    '',
    ...checkLines(record),
  ].join('\n');
}

/** The README with the section in its place. @throws Error if the markers are gone */
export function withSpeedSection(readme: string, record: BenchRecord): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error('README.md has lost the markers of the benchmark');
  return `${readme.slice(0, begin)}${BEGIN}\n\n${speedSection(record)}\n\n${readme.slice(end)}`;
}
