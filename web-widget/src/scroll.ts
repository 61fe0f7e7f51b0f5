/** Where the list stands: follows new bubbles, but never past the beginning of the first that is new, and never against the reader. */
const NEAR_PX = 80;
const MARGIN_PX = 12;

export class Follower {
  #shown = 0;
  #atEnd = true;

  constructor(private readonly log: () => HTMLElement | null) {}

  reset(): void {
    this.#shown = 0;
    this.#atEnd = true;
  }

  /** The reader scrolled. */
  moved(): void {
    const log = this.log();
    if (log) this.#atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
  }

  get atEnd(): boolean {
    return this.#atEnd;
  }

  /** After drawing. `own`: the newest bubble is the visitor's. True where something new lies out of sight. */
  follow(own: boolean): boolean {
    const log = this.log();
    if (!log) return false;
    const bubbles = log.querySelectorAll<HTMLElement>(".bubble");
    const fresh = bubbles[this.#shown];
    const before = this.#shown;
    this.#shown = bubbles.length;
    if (fresh && !this.#atEnd && !own && before > 0) return true;
    if (fresh || this.#atEnd) this.#goTo(log, before > 0 ? fresh : undefined);
    return false;
  }

  toEnd(): void {
    const log = this.log();
    if (log) this.#goTo(log, undefined);
    this.#atEnd = true;
  }

  #goTo(log: HTMLElement, fresh: HTMLElement | undefined): void {
    const end = log.scrollHeight - log.clientHeight;
    const target = fresh ? Math.min(end, fresh.offsetTop - log.offsetTop - MARGIN_PX) : end;
    log.scrollTop = Math.max(0, target);
  }
}
