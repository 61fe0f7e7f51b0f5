/**
 * Where the list stands: follows new bubbles, but never past the beginning of the first that is new, and never against the reader.
 * What a person writes is gone to unless the reader went up by hand.
 * The bubbles of one answer may come in several pieces; however it is cut on its way, the view ends up at the same place.
 */
const NEAR_PX = 80;
const MARGIN_PX = 12;
/** What the list leaves free under the newest bubble. */
const PADDING_PX = 24;
/** What comes this soon after a bubble that was gone to is the rest of the same answer. */
const SAME_ANSWER_MS = 1_500;

interface Place {
  readonly first: HTMLElement;
  readonly top: number;
  readonly until: number;
}

/** What lies out of sight below: something new to the visitor, the question that waits, or only more. */
export type Below = "new" | "question" | "more" | "";

export class Follower {
  below: Below = "";
  /** Something new came, and it is not the rest of an answer whose beginning was gone to. */
  #hidesNew = false;
  /** The reader went up by hand. */
  #readsBack = false;
  #top = 0;
  #shown = 0;
  #read = 0;
  #atEnd = true;
  #place: Place | null = null;

  constructor(
    private readonly log: () => HTMLElement | null,
    private readonly now: () => number = Date.now,
  ) {}

  /** The list is drawn anew; what was read of it stays read. */
  reset(): void {
    this.#shown = 0;
    this.#atEnd = true;
    this.#place = null;
    this.#hidesNew = this.#readsBack = false;
    this.below = "";
  }

  /** Another conversation begins. */
  forget(): void {
    this.reset();
    this.#read = 0;
  }

  /** The reader scrolled, or the view was placed. */
  moved(): void {
    const area = this.#area();
    if (!area) return;
    const left = area.scrollHeight - area.scrollTop - area.clientHeight;
    this.#atEnd = left < NEAR_PX;
    this.#readsBack = !this.#atEnd && (this.#readsBack || area.scrollTop < this.#top - 1);
    this.#top = area.scrollTop;
    if (this.#atEnd) this.#hidesNew = false;
    this.below = left > PADDING_PX ? this.#kindBelow(area) : "";
  }

  #kindBelow(area: HTMLElement): Below {
    if (this.#hidesNew) return "new";
    const asked = area.querySelector(".replies") && Array.from(area.querySelectorAll(".bubble")).at(-1);
    return asked && asked.getBoundingClientRect().bottom > area.getBoundingClientRect().bottom ? "question" : "more";
  }

  /**
   * After drawing; waits while the list is hidden. `own`: the newest bubble is the visitor's. `readBefore`: numbers up to this were
   * read before this page.
   */
  follow(own: boolean, readBefore: number): void {
    const log = this.log();
    if (!log || log.getClientRects().length === 0) return;
    const bubbles = Array.from(log.querySelectorAll<HTMLElement>(".bubble"));
    const added = bubbles.slice(this.#shown);
    const begun = this.#shown > 0;
    this.#shown = bubbles.length;
    if (added.length === 0) this.#settle();
    else this.#takeIn(added, begun, own, readBefore);
    this.moved();
  }

  #takeIn(added: readonly HTMLElement[], begun: boolean, own: boolean, readBefore: number): void {
    const first = added.find((bubble) => isNew(bubble, Math.max(readBefore, this.#read), begun));
    this.#read = Math.max(this.#read, ...added.map(numberOf));
    const person = !this.#readsBack && added.some((bubble) => bubble.classList.contains("staff"));
    if (own) this.#goTo(undefined);
    else if (begun && person) this.#goTo(first);
    else if (begun && this.#standsAtAnswer() && this.now() < (this.#place?.until ?? 0)) this.#goTo(this.#place?.first);
    else if (!begun || this.#atEnd) this.#goTo(first);
    else this.#hidesNew = true;
  }

  toEnd(): void {
    this.#goTo(undefined);
  }

  /** Something else than bubbles was drawn: an answer's beginning stays in sight, else the end does. */
  #settle(): void {
    if (this.#hidesNew) return;
    if (this.#standsAtAnswer()) this.#goTo(this.#place?.first);
    else if (this.#atEnd) this.#goTo(undefined);
  }

  /** Whether the view was placed at the beginning of an answer, and the reader left it there. */
  #standsAtAnswer(): boolean {
    return this.#place !== null && Math.abs((this.#area()?.scrollTop ?? 0) - this.#place.top) <= 1;
  }

  #goTo(first: HTMLElement | undefined): void {
    const area = this.#area();
    if (!area) return;
    const end = area.scrollHeight - area.clientHeight;
    const top = first ? first.getBoundingClientRect().top - area.getBoundingClientRect().top + area.scrollTop - MARGIN_PX : end;
    area.scrollTop = Math.max(0, Math.min(end, top));
    const until = this.#place?.first === first ? this.#place?.until : this.now() + SAME_ANSWER_MS;
    this.#place = first ? { first, top: area.scrollTop, until: until ?? 0 } : null;
    this.#hidesNew = this.#readsBack = false;
    this.#top = area.scrollTop;
    this.moved();
  }

  /** What scrolls: the list, or the whole panel on very low screens. */
  #area(): HTMLElement | null {
    const log = this.log();
    if (!log) return null;
    return getComputedStyle(log).overflowY === "visible" ? log.closest("dialog") : log;
  }
}

function numberOf(bubble: HTMLElement): number {
  return Number(bubble.dataset["seq"]);
}

/** A bubble without a number is new when it comes, and not again when the list is drawn anew. */
function isNew(bubble: HTMLElement, read: number, begun: boolean): boolean {
  return numberOf(bubble) > read || (numberOf(bubble) === 0 && (begun || read === 0));
}
