/**
 * Every failure the engine expects, by code, with the parameters its sentence needs.
 * The interface holds one sentence a code and language; a missing one does not compile.
 */
export interface ErrorParams {
  /** No characters at all (or only white space). */
  'text-empty': Record<never, never>;
  /** Fewer tokens than one minibatch of windows needs. */
  'text-too-short': { length: number; needed: number };
  /** The file holds NUL bytes or control characters: it is not text. */
  'text-binary': Record<never, never>;
  /** The bytes are not UTF-8. */
  'text-not-utf8': { offset: number };
  /** Larger than what is accepted. Sizes in bytes. */
  'text-too-large': { bytes: number; limit: number };
  /** A configuration value outside its interval, or not of its kind. */
  'config-invalid': { key: string; value: string; expected: string };
  /** The model and its buffers would not fit. Sizes in bytes. */
  'out-of-memory': { needed: number; limit: number };
  /** The loss or a gradient stopped being usable at this step. */
  diverged: { step: number; loss: number; gradNorm: number; learningRate: number; lastGoodStep: number };
  /** A stored model cannot be read. */
  'checkpoint-damaged': { reason: string };
  /** A data set that cannot be read, or does not hold together. */
  'dataset-damaged': { reason: string };
  /** A probe or prefix without a single token. */
  'probe-empty': Record<never, never>;
  /** A command named a session the worker does not hold. */
  'session-unknown': { id: string };
  /** A shape, token or value that does not fit the function it was given to. */
  'argument-invalid': { where: string; expected: string; got: string };
}

export type ErrorCode = keyof ErrorParams;

/** A named error: `code` chooses the sentence, `params` fills it, `message` is for the console. */
export class EngineError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly params: ErrorParams[C];

  constructor(code: C, params: ErrorParams[C], message?: string) {
    super(message ?? `${code}: ${JSON.stringify(params)}`);
    this.name = 'EngineError';
    this.code = code;
    this.params = params;
  }
}

/** An expected failure as plain data, the form in which it crosses the worker's boundary. */
export type Failure = { [C in ErrorCode]: { ok: false; code: C; params: ErrorParams[C] } }[ErrorCode];

/** What a command answers: a value, or an expected failure as data. */
export type Result<T> = { ok: true; value: T } | Failure;

/** The data form of an EngineError. */
export const toFailure = (error: EngineError): Failure =>
  ({ ok: false, code: error.code, params: error.params }) as Failure;

/** Throws unless `condition` holds. `where: expectation, got value`. */
export function check(condition: boolean, where: string, expected: string, got: unknown): asserts condition {
  if (!condition) {
    throw new EngineError(
      'argument-invalid',
      { where, expected, got: String(got) },
      `${where}: ${expected}, got ${String(got)}`,
    );
  }
}
