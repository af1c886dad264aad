/**
 * Where everything in the cell's drawing stands, in the units of its viewBox: pure data, for both reset
 * conventions. Labels keep one rule: a wire's letters on one side of it, its number on the other.
 */
import type { NumberId } from '../../../content/equations/gru.ts';
import type { ColourRole, SymbolId } from '../../../content/symbols.ts';
import type { ResetConvention } from '../../../engine/index.ts';
import type { Operation, Part } from '../shared/formula.ts';

export const VIEW = { width: 576, height: 486 } as const;

type Anchor = 'start' | 'middle' | 'end';
export interface Place {
  readonly x: number;
  readonly y: number;
  /** Default `middle`. */
  readonly anchor?: Anchor;
}
export type Label = Exclude<Part, { number: unknown }>;

export interface Wire {
  readonly id: string;
  /** SVG path. */
  readonly d: string;
  readonly role: ColourRole;
  /** What pointing at it lights up. */
  readonly symbol?: SymbolId;
  /** The value of one unit that it carries: its thickness. Absent: a whole vector, thin. */
  readonly value?: NumberId;
  readonly label?: readonly Label[];
  readonly labelAt?: Place;
  readonly numberAt?: Place;
  /** Tip of the arrowhead and where it points. */
  readonly arrow?: { readonly x: number; readonly y: number; readonly to: 'right' | 'up' | 'down' };
  /** Bridges over the wires drawn before it. Default false. */
  readonly over?: boolean;
}

export interface Operator {
  readonly op: Operation;
  readonly x: number;
  readonly y: number;
  readonly kind: 'node' | 'gate' | 'weights';
  readonly role: ColourRole;
}

/** Columns and rows. */
const TAP = 76;
const R = 190;
const Z = 298;
const C = 402;
const ADD = 486;
const END = 570;
const HIGHWAY = 70;
const ONE_MINUS = 356;
const WRITE = 172;
const RESET = 236;
const GATES = 346;
const STATE_BUS = 404;
const INPUT_BUS = 436;
export const NODE = 15;
export const GATE = { width: 60, height: 44 } as const;
export const WEIGHTS = { width: 54, height: 28 } as const;
const TOP = GATES - GATE.height / 2;
const BOTTOM = GATES + GATE.height / 2;
const PORT = 13;

/** From an operator's edge: where the arrow's tip stops, and where the wire does. */
const tip = { right: (x: number) => x - NODE - 1, up: (y: number) => y + NODE + 1 };

const Hp: Label = { sym: 'Hp' };
const s = (id: SymbolId): Label => ({ sym: id });

/** Thin wires: whole vectors on their way to the gates. */
const buses: readonly Wire[] = [
  {
    id: 'state-bus',
    d: `M${TAP} ${HIGHWAY} V${STATE_BUS} H${R - PORT} V${BOTTOM + 1} M${R - PORT} ${STATE_BUS} H${Z - PORT} V${BOTTOM + 1}`,
    role: 'state',
    symbol: 'Hp',
  },
  {
    id: 'input-bus',
    d: `M${R + PORT} ${VIEW.height} V${BOTTOM + 1} M${R + PORT} ${INPUT_BUS} H${Z + PORT} V${BOTTOM + 1} M${Z + PORT} ${INPUT_BUS} H${C} V${BOTTOM + 1}`,
    role: 'input',
    symbol: 'X',
    label: [s('X')],
    labelAt: { x: R + PORT - 10, y: VIEW.height - 8, anchor: 'end' },
    over: true,
  },
];

const reset: Readonly<Record<ResetConvention, readonly Wire[]>> = {
  before: [
    {
      id: 'reset-in',
      d: `M${TAP} ${RESET} H${tip.right(R)}`,
      role: 'state',
      symbol: 'Hp',
      value: 'Hp',
      arrow: { x: tip.right(R), y: RESET, to: 'right' },
    },
    {
      id: 'gated',
      d: `M${R + NODE} ${RESET} H${C} V${RESET + 32}`,
      role: 'state',
      symbol: 'R',
      value: 'gated',
      label: [s('R'), ' ⊙ ', Hp],
      labelAt: { x: Z + 14, y: RESET - 12, anchor: 'start' },
      numberAt: { x: Z + 14, y: RESET + 25, anchor: 'start' },
    },
    {
      id: 'product',
      d: `M${C} ${RESET + 60} V${TOP - 1}`,
      role: 'parameter',
      symbol: 'Whh',
      value: 'Hc.recurrent',
      numberAt: { x: C + 13, y: TOP - 7, anchor: 'start' },
      arrow: { x: C, y: TOP - 1, to: 'down' },
    },
  ],
  after: [
    { id: 'reset-in', d: `M${TAP} ${RESET} H94`, role: 'state', symbol: 'Hp' },
    {
      id: 'product',
      d: `M148 ${RESET} H${tip.right(R)}`,
      role: 'parameter',
      symbol: 'Whh',
      value: 'Hc.recurrent',
      label: [Hp, s('Whh'), '+', s('bhn')],
      labelAt: { x: TAP + 12, y: RESET - 48, anchor: 'start' },
      numberAt: { x: TAP + 12, y: RESET - 26, anchor: 'start' },
      arrow: { x: tip.right(R), y: RESET, to: 'right' },
    },
    {
      id: 'gated',
      d: `M${R + NODE} ${RESET} H${C} V${TOP - 1}`,
      role: 'state',
      symbol: 'R',
      value: 'gated',
      label: [s('R'), '⊙(', Hp, s('Whh'), '+', s('bhn'), ')'],
      labelAt: { x: Z + 14, y: RESET - 12, anchor: 'start' },
      numberAt: { x: Z + 14, y: RESET + 25, anchor: 'start' },
      arrow: { x: C, y: TOP - 1, to: 'down' },
    },
  ],
};

const rest: readonly Wire[] = [
  {
    id: 'R',
    d: `M${R} ${TOP} V${tip.up(RESET)}`,
    role: 'let-in',
    symbol: 'R',
    value: 'R',
    label: [s('R')],
    labelAt: { x: R - 12, y: 298, anchor: 'end' },
    numberAt: { x: R + 12, y: 298, anchor: 'start' },
    arrow: { x: R, y: tip.up(RESET), to: 'up' },
  },
  {
    id: 'Z',
    d: `M${Z} ${TOP} V${tip.up(HIGHWAY)}`,
    role: 'kept',
    symbol: 'Z',
    value: 'Z',
    label: [s('Z')],
    labelAt: { x: Z - 12, y: 298, anchor: 'end' },
    numberAt: { x: Z + 12, y: 298, anchor: 'start' },
    arrow: { x: Z, y: tip.up(HIGHWAY), to: 'up' },
    over: true,
  },
  {
    id: 'Z-branch',
    d: `M${Z} ${WRITE} H${tip.right(ONE_MINUS)}`,
    role: 'kept',
    symbol: 'Z',
    value: 'Z',
    arrow: { x: tip.right(ONE_MINUS), y: WRITE, to: 'right' },
  },
  {
    id: 'fresh',
    d: `M${ONE_MINUS + NODE} ${WRITE} H${tip.right(ADD)}`,
    role: 'let-in',
    symbol: 'Z',
    value: 'fresh',
    label: ['1 − ', s('Z')],
    labelAt: { x: (ONE_MINUS + ADD) / 2, y: WRITE - 12 },
    numberAt: { x: (ONE_MINUS + ADD) / 2, y: WRITE + 25 },
    arrow: { x: tip.right(ADD), y: WRITE, to: 'right' },
  },
  {
    id: 'Hc',
    d: `M${C + GATE.width / 2} ${GATES} H${ADD} V${tip.up(WRITE)}`,
    role: 'proposed',
    symbol: 'Hc',
    value: 'Hc',
    label: [s('Hc')],
    labelAt: { x: ADD - 12, y: 270, anchor: 'end' },
    numberAt: { x: ADD + 12, y: 270, anchor: 'start' },
    arrow: { x: ADD, y: tip.up(WRITE), to: 'up' },
  },
  {
    id: 'written',
    d: `M${ADD} ${WRITE - NODE} V${tip.up(HIGHWAY)}`,
    role: 'proposed',
    symbol: 'Hc',
    value: 'written',
    label: ['(1−', s('Z'), ')⊙', s('Hc')],
    labelAt: { x: ADD - 11, y: 125, anchor: 'end' },
    numberAt: { x: ADD + 12, y: 127, anchor: 'start' },
    arrow: { x: ADD, y: tip.up(HIGHWAY), to: 'up' },
  },
  {
    id: 'Hp',
    d: `M0 ${HIGHWAY} H${tip.right(Z)}`,
    role: 'state',
    symbol: 'Hp',
    value: 'Hp',
    label: [Hp],
    labelAt: { x: 2, y: HIGHWAY - 13, anchor: 'start' },
    numberAt: { x: 2, y: HIGHWAY + 26, anchor: 'start' },
    arrow: { x: tip.right(Z), y: HIGHWAY, to: 'right' },
  },
  {
    id: 'kept',
    d: `M${Z + NODE} ${HIGHWAY} H${tip.right(ADD)}`,
    role: 'state',
    symbol: 'Hp',
    value: 'kept',
    label: [s('Z'), ' ⊙ ', Hp],
    labelAt: { x: (Z + ADD) / 2, y: HIGHWAY - 13 },
    numberAt: { x: (Z + ADD) / 2, y: HIGHWAY + 26 },
    arrow: { x: tip.right(ADD), y: HIGHWAY, to: 'right' },
  },
  {
    id: 'H',
    d: `M${ADD + NODE} ${HIGHWAY} H${END}`,
    role: 'state',
    symbol: 'H',
    value: 'H',
    label: [s('H')],
    labelAt: { x: END, y: HIGHWAY - 13, anchor: 'end' },
    numberAt: { x: END + 4, y: HIGHWAY + 26, anchor: 'end' },
    arrow: { x: END + 5, y: HIGHWAY, to: 'right' },
  },
];

const shared: readonly Operator[] = [
  { op: 'R', x: R, y: GATES, kind: 'gate', role: 'let-in' },
  { op: 'Z', x: Z, y: GATES, kind: 'gate', role: 'kept' },
  { op: 'gated', x: R, y: RESET, kind: 'node', role: 'let-in' },
  { op: 'Hc', x: C, y: GATES, kind: 'gate', role: 'proposed' },
  { op: 'fresh', x: ONE_MINUS, y: WRITE, kind: 'node', role: 'kept' },
  { op: 'written', x: ADD, y: WRITE, kind: 'node', role: 'let-in' },
  { op: 'kept', x: Z, y: HIGHWAY, kind: 'node', role: 'kept' },
  { op: 'H', x: ADD, y: HIGHWAY, kind: 'node', role: 'state' },
];
const weights = (x: number, y: number): Operator => ({
  op: 'product',
  x,
  y,
  kind: 'weights',
  role: 'parameter',
});

/** Where a wire branches. */
const joints: Layout['joints'] = [
  { x: TAP, y: HIGHWAY, role: 'state' },
  { x: TAP, y: RESET, role: 'state' },
  { x: R - PORT, y: STATE_BUS, role: 'state' },
  { x: R + PORT, y: INPUT_BUS, role: 'input' },
  { x: Z + PORT, y: INPUT_BUS, role: 'input' },
  { x: Z, y: WRITE, role: 'kept' },
];

export interface Layout {
  readonly wires: readonly Wire[];
  readonly joints: readonly (Place & { readonly role: ColourRole })[];
  readonly operators: readonly Operator[];
  /** Where the token that is read stands. */
  readonly token: Place;
}

const layoutOf = (convention: ResetConvention): Layout => ({
  wires: [...buses, ...reset[convention], ...rest],
  joints,
  operators: [...shared, convention === 'before' ? weights(C, RESET + 46) : weights(121, RESET)],
  token: { x: R + PORT + 12, y: VIEW.height - 8, anchor: 'start' },
});

export const LAYOUTS: Readonly<Record<ResetConvention, Layout>> = {
  before: layoutOf('before'),
  after: layoutOf('after'),
};
