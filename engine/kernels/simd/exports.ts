/** What the WebAssembly module exports (assembly/index.ts). Every pointer is a byte offset into its memory. */
export interface SimdExports {
  readonly addProduct: (C: number, A: number, panels: number, M: number, K: number, N: number) => void;
  readonly addRowProduct: (c: number, a: number, B: number, K: number, N: number) => void;
  readonly addTransposedProduct: (C: number, A: number, B: number, M: number, K: number, N: number) => void;
  readonly pack: (panels: number, W: number, K: number, N: number) => void;
  readonly packTransposed: (panels: number, W: number, K: number, N: number) => void;

  /** In both, `more` 0: none. */
  readonly setRows: (out: number, b: number, more: number, rows: number, N: number) => void;
  readonly setGathered: (
    out: number,
    W: number,
    b: number,
    more: number,
    tokens: number,
    rows: number,
    N: number,
  ) => void;
  readonly scatterAdd: (dW: number, d: number, tokens: number, rows: number, N: number) => void;
  readonly addRowSums: (sum: number, d: number, rows: number, N: number) => void;
  readonly setColumns: (out: number, W: number, at: number, x: number, N: number, rows: number) => void;
  readonly addColumns: (x: number, N: number, d: number, W: number, at: number, rows: number) => void;

  readonly sigmoid: (x: number, length: number) => void;
  readonly tanh: (x: number, length: number) => void;
  readonly setTanh: (out: number, x: number, length: number) => void;
  readonly relu: (x: number, length: number) => void;
  readonly sigmoidBackward: (d: number, y: number, length: number) => void;
  readonly tanhBackward: (d: number, y: number, length: number) => void;
  readonly reluBackward: (d: number, y: number, length: number) => void;
  readonly multiply: (out: number, a: number, b: number, length: number) => void;
  readonly addMultiply: (out: number, a: number, b: number, length: number) => void;
  readonly multiplyBackward: (
    d: number,
    a: number,
    b: number,
    da: number,
    db: number,
    length: number,
  ) => void;
  readonly sumOfProducts: (out: number, a: number, b: number, c: number, d: number, length: number) => void;
  readonly mix: (out: number, z: number, a: number, b: number, length: number) => void;
  readonly mixBackward: (
    d: number,
    z: number,
    a: number,
    b: number,
    dz: number,
    da: number,
    db: number,
    length: number,
  ) => void;

  readonly crossEntropy: (logits: number, targets: number, rows: number, V: number, scale: number) => number;
  readonly sumOfSquares: (x: number, length: number, sum: number) => number;
  readonly scale: (x: number, length: number, factor: number) => void;
  readonly addScaled: (y: number, x: number, length: number, a: number) => void;
  readonly adam: (
    g: number,
    m: number,
    v: number,
    length: number,
    factor: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    eps: number,
    size: number,
    root: number,
  ) => void;
}
