/** Sends what the visitor writes, one at a time and in order, with the same client id until it is acknowledged. */
import { AwayError, type ChatApi, ProblemError } from "./api.js";
import type { Credentials, Posting } from "./types.js";

export interface Sent {
  acknowledged(posting: Posting, seq: number): void;
  /** Will be tried again; `problem` is null where nobody answered. */
  delayed(posting: Posting, problem: ProblemError | null): void;
  /** Will not be tried again. */
  refused(posting: Posting, problem: ProblemError): void;
}

const SHORTEST_MS = 500;
const LONGEST_MS = 10_000;

export class Outbox {
  readonly #waiting: Posting[] = [];
  #busy = false;
  #stopped = false;
  #failures = 0;
  #wake: (() => void) | null = null;

  constructor(
    private readonly api: ChatApi,
    private readonly who: Credentials,
    private readonly sent: Sent,
    private readonly shortestMs: number = SHORTEST_MS,
  ) {}

  get current(): Posting | null {
    return this.#waiting[0] ?? null;
  }

  add(posting: Posting): void {
    this.#waiting.push(posting);
    void this.#flush();
  }

  /** Try now instead of waiting. */
  wake(): void {
    this.#wake?.();
  }

  stop(): void {
    this.#stopped = true;
    this.#waiting.length = 0;
    this.#wake?.();
  }

  async #flush(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let posting = this.current; posting && !this.#stopped; posting = this.current) await this.#try(posting);
    this.#busy = false;
  }

  async #try(posting: Posting): Promise<void> {
    try {
      const { seq } = await this.api.say(this.who, posting);
      if (this.#stopped) return;
      this.#failures = 0;
      this.#waiting.shift();
      this.sent.acknowledged(posting, seq);
    } catch (error) {
      if (!this.#stopped) await this.#failed(posting, error);
    }
  }

  async #failed(posting: Posting, error: unknown): Promise<void> {
    if (error instanceof ProblemError && !error.passing) {
      this.#waiting.shift();
      this.sent.refused(posting, error);
      return;
    }
    this.#failures += 1;
    const problem = error instanceof ProblemError ? error : null;
    if (!problem && !(error instanceof AwayError)) throw error;
    this.sent.delayed(posting, problem);
    await this.#pause(problem?.retryAfterMs ?? null);
  }

  #pause(asked: number | null): Promise<void> {
    const ms = asked ?? Math.min(LONGEST_MS, this.shortestMs * 2 ** Math.min(this.#failures - 1, 10));
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#wake = end;
    });
  }
}
