/** Tells after ten minutes in which the visitor did nothing; also when the computer slept meanwhile. */
const IDLE_MS = 10 * 60_000;
const LOOK_MS = 15_000;

export class IdleWatch {
  #last = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly idle: () => void) {}

  start(): void {
    this.stop();
    this.touch();
    this.#timer = setInterval(() => this.look(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  touch(): void {
    this.#last = Date.now();
  }

  look(): void {
    if (Date.now() - this.#last >= IDLE_MS) this.idle();
  }
}
