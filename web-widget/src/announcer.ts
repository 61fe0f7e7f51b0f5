/**
 * What a screen reader is told: new bubbles politely, danger at once. The regions are apart from the visible list and are
 * emptied again after two seconds, so that nothing is read twice.
 */
const EMPTY_AFTER_MS = 2_000;
const TOGETHER_MS = 150;

export class Announcer {
  #queue: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #emptyTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly region: () => Element | null) {}

  /** Says it when what is being said has ended; what comes together is said together. */
  say(text: string): void {
    this.#queue.push(text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#speak(), TOGETHER_MS);
  }

  clear(): void {
    this.#queue = [];
    clearTimeout(this.#timer);
    this.#write("");
  }

  #speak(): void {
    this.#write(this.#queue.join(" "));
    this.#queue = [];
    clearTimeout(this.#emptyTimer);
    this.#emptyTimer = setTimeout(() => this.#write(""), EMPTY_AFTER_MS);
  }

  #write(text: string): void {
    const region = this.region();
    if (region) region.textContent = text;
  }
}
