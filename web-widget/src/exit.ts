/** Leaving at once: the page is covered before anything else happens, then replaced. Behaviour after GOV.UK's exit-this-page. */

const PRESSES = 3;
const WITHIN_MS = 5_000;
const NEUTRAL_TITLE = "\u200b";

/** Counts presses of Shift alone: three within five seconds. */
export class ShiftCounter {
  #count = 0;
  #last = 0;
  #alone = false;

  constructor(private readonly now: () => number = Date.now) {}

  down(key: string, repeated: boolean): void {
    if (key !== "Shift") this.#reset();
    else if (!repeated) this.#alone = true;
  }

  /** How many presses are still missing, or null where this was none. */
  up(key: string): number | null {
    if (key !== "Shift" || !this.#alone) return null;
    this.#alone = false;
    if (this.now() - this.#last > WITHIN_MS) this.#count = 0;
    this.#last = this.now();
    this.#count += 1;
    return Math.max(0, PRESSES - this.#count);
  }

  #reset(): void {
    this.#count = 0;
    this.#alone = false;
  }
}

/** Covers everything with an empty sheet, also what lies in the browser's top layer. */
export function coverPage(document: Document): HTMLElement {
  const cover = document.createElement("div");
  const { style } = cover;
  style.position = "fixed";
  style.inset = "0";
  style.width = style.height = "100%";
  style.margin = style.padding = style.border = "0";
  style.background = "#fff";
  style.zIndex = "2147483647";
  cover.setAttribute("popover", "manual");
  document.body.append(cover);
  if (typeof cover.showPopover === "function") cover.showPopover();
  document.title = NEUTRAL_TITLE;
  return cover;
}
