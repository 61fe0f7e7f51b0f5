/**
 * The panel as a window: beside the page where there is room, over the whole page where there is not.
 * A native dialog does both; modal it makes the page behind it inert, so that nothing hidden can be reached.
 */
const NARROW = "(max-width: 40rem), (max-height: 30rem)";

export class Frame {
  readonly #narrow = globalThis.matchMedia(NARROW);
  #open = false;

  constructor(
    private readonly dialog: () => HTMLDialogElement | null,
    private readonly focused: () => Element | null,
  ) {}

  listen(): void {
    this.#narrow.addEventListener("change", this.#reshape);
    globalThis.visualViewport?.addEventListener("resize", this.#fit);
  }

  stop(): void {
    this.#narrow.removeEventListener("change", this.#reshape);
    globalThis.visualViewport?.removeEventListener("resize", this.#fit);
  }

  /** `asked`: the visitor opened it. A page that starts open takes no focus and covers nothing. */
  show(asked: boolean): void {
    const dialog = this.dialog();
    if (!dialog || dialog.open) return;
    this.#open = true;
    if (!asked) dialog.setAttribute("open", "");
    else if (this.#narrow.matches) dialog.showModal();
    else dialog.show();
    this.#fit();
  }

  hide(): void {
    this.#open = false;
    this.dialog()?.close();
  }

  /** The screen was turned or zoomed: the same dialog in its other form, with the focus where it was. */
  readonly #reshape = (): void => {
    const dialog = this.dialog();
    if (!this.#open || !dialog?.open) return;
    const focused = this.focused();
    dialog.close();
    this.show(true);
    if (focused instanceof HTMLElement) focused.focus();
  };

  /** A keyboard on the screen takes room that the page is not told of otherwise. */
  readonly #fit = (): void => {
    const height = globalThis.visualViewport?.height;
    if (height) this.dialog()?.style.setProperty("--room", `${Math.round(height)}px`);
  };
}
