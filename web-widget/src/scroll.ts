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
    const area = this.#area();
    if (area) this.#atEnd = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR_PX;
  }

  get atEnd(): boolean {
    return this.#atEnd;
  }

  /**
   * After drawing. `own`: the newest bubble is the visitor's. `readBefore`: numbers up to this were read before this page.
   * True where something new lies out of sight.
   */
  follow(own: boolean, readBefore: number): boolean {
    const bubbles = Array.from(this.log()?.querySelectorAll<HTMLElement>(".bubble") ?? []);
    const added = bubbles.slice(this.#shown);
    const begun = this.#shown > 0;
    this.#shown = bubbles.length;
    if (added.length > 0 && begun && !this.#atEnd && !own) return true;
    if (added.length > 0 || this.#atEnd) this.#goTo(added.find((bubble) => isNew(bubble, readBefore)));
    return false;
  }

  toEnd(): void {
    this.#goTo(undefined);
    this.#atEnd = true;
  }

  #goTo(first: HTMLElement | undefined): void {
    const area = this.#area();
    if (!area) return;
    const end = area.scrollHeight - area.clientHeight;
    const top = first ? first.getBoundingClientRect().top - area.getBoundingClientRect().top + area.scrollTop - MARGIN_PX : end;
    area.scrollTop = Math.max(0, Math.min(end, top));
    this.moved();
  }

  /** What scrolls: the list, or the whole panel on very low screens. */
  #area(): HTMLElement | null {
    const log = this.log();
    if (!log) return null;
    return getComputedStyle(log).overflowY === "visible" ? log.closest("dialog") : log;
  }
}

function isNew(bubble: HTMLElement, readBefore: number): boolean {
  const seq = Number(bubble.dataset["seq"]);
  return seq === 0 || seq > readBefore;
}
