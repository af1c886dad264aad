/** A process that is asked and answers, one JSON object a line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class Server {
  readonly #process: ChildProcess;
  readonly #lines: string[] = [];
  #waiting: ((line: string | null) => void) | null = null;
  #hasEnded = false;

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string) {
    this.#process = spawn(command, args, {
      ...{ cwd, env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#process.on('error', () => this.#end());
    this.#process.on('exit', () => this.#end());
    this.#process.stdin?.on('error', () => this.#end());
    createInterface({ input: this.#process.stdout! }).on('line', (line) => {
      const waiting = this.#waiting;
      this.#waiting = null;
      if (waiting) waiting(line);
      else this.#lines.push(line);
    });
  }

  /** The next line, as what it says. @throws Error if the process has ended instead */
  async read<T>(): Promise<T> {
    const line =
      this.#lines.shift() ??
      (this.#hasEnded ? null : await new Promise<string | null>((resolve) => (this.#waiting = resolve)));
    if (line === null) throw new Error('ended without an answer');
    return JSON.parse(line) as T;
  }

  ask<T>(question: unknown): Promise<T> {
    this.#process.stdin?.write(`${JSON.stringify(question)}\n`);
    return this.read<T>();
  }

  async close(): Promise<void> {
    if (this.#hasEnded) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.stdin?.end();
    this.#process.kill();
    await ended;
  }

  #end(): void {
    this.#hasEnded = true;
    this.#waiting?.(null);
    this.#waiting = null;
  }
}
