/** Opens a conversation, again and again until there is one. */
import { type ChatApi, type Opened, ProblemError } from "./api.js";

const AGAIN_MS = 4_000;

export class Opener {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = 0;

  constructor(
    private readonly api: ChatApi,
    private readonly opened: (opened: Opened) => void,
    /** Not opened yet; `problem` is null where nobody answered. */
    private readonly failed: (problem: ProblemError | null) => void,
  ) {}

  async start(topic: string | null): Promise<void> {
    this.stop();
    const run = this.#running;
    try {
      const opened = await this.api.open(topic);
      if (run === this.#running) this.opened(opened);
    } catch (error) {
      if (run === this.#running) this.#again(topic, error instanceof ProblemError ? error : null);
    }
  }

  /** What is under way is not told any more. */
  stop(): void {
    this.#running += 1;
    clearTimeout(this.#timer);
  }

  #again(topic: string | null, problem: ProblemError | null): void {
    this.#timer = setTimeout(() => void this.start(topic), problem?.retryAfterMs ?? AGAIN_MS);
    this.failed(problem);
  }
}
