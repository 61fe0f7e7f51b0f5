/** `<vejviser-chat>`: the chat window as one custom element. Draws, and hands every act to the part that does it. */
import { html, LitElement, type PropertyDeclarations, type TemplateResult } from "lit";
import { ChatApi } from "./chat/api.js";
import { Conversation } from "./chat/conversation.js";
import { TabStore } from "./chat/store.js";
import { ShiftCounter } from "./exit.js";
import { Frame } from "./frame.js";
import { Follower } from "./scroll.js";
import { Speaking } from "./speaking.js";
import { styles } from "./styles/index.js";
import { texts } from "./texts.js";
import { body, header, launcher } from "./view/panel.js";
import { ChatWindow } from "./window.js";

/** Known to everybody, tells nothing: the weather. */
const NEUTRAL_PAGE = "https://www.dmi.dk/";

export class VejviserChat extends LitElement {
  static override styles = styles;
  static override properties: PropertyDeclarations = {
    server: { type: String },
    topic: { type: String },
    exitUrl: { type: String, attribute: "exit-url" },
    startsOpen: { type: Boolean, attribute: "open" },
  };

  /** Where the chat API answers; without it, where this file came from. */
  declare server: string;
  /** What the page is about; the conversation is told. */
  declare topic: string | null;
  /** Where "Forlad siden" goes. */
  declare exitUrl: string;
  /** Starts open. Otherwise nothing is asked of any server before the visitor opens it. */
  declare startsOpen: boolean;

  #chat: Conversation | null = null;
  #window: ChatWindow | null = null;
  #listening: AbortController | null = null;
  readonly #find = (selector: string): HTMLElement | null => this.renderRoot.querySelector(selector);
  readonly #frame = new Frame(() => this.#find("dialog") as HTMLDialogElement | null, () => this.renderRoot.querySelector(":focus"));
  readonly #follower = new Follower(() => this.#find("#log"));
  readonly #speaking = new Speaking((selector) => this.#find(selector));
  readonly #shift = new ShiftCounter();
  #newest = "";

  constructor() {
    super();
    this.server = "";
    this.topic = null;
    this.exitUrl = NEUTRAL_PAGE;
    this.startsOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#build();
    this.#frame.listen();
    this.#listen();
    if (this.startsOpen) void this.updateComplete.then(() => this.#window?.open(false));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening?.abort();
    this.#frame.stop();
    this.#window?.idle.stop();
    this.#chat?.pause();
  }

  protected override render(): TemplateResult {
    const [chat, window] = [this.#chat, this.#window];
    if (!chat || !window) return html``;
    return html`${launcher(chat, !window.isOpen, window.unread, window)}
      <dialog class="panel" aria-labelledby="title" lang="da" @cancel=${(event: Event) => this.#cancelled(event)}>
        ${window.isOpen ? html`${header(window.state, window)}${body(window.state, window)}` : ""}
        <p id="polite" class="unseen" role="status" aria-live="polite"></p>
        <p id="urgent" class="unseen" role="alert" aria-live="assertive"></p>
      </dialog>`;
  }

  protected override updated(): void {
    this.#grow();
    const window = this.#window;
    if (!window?.isOpen) return;
    const last = this.#chat?.entries.at(-1);
    const own = last?.message.from === "visitor" && last.id !== this.#newest;
    this.#newest = last?.id ?? "";
    const { below } = this.#follower;
    this.#follower.follow(own, this.#chat?.readBefore ?? 0);
    if (this.#follower.below !== below) this.requestUpdate();
  }

  #build(): void {
    if (this.#chat) return this.#chat.resume();
    const api = new ChatApi((this.server || new URL(import.meta.url).origin).replace(/\/+$/, ""));
    this.#chat = new Conversation(
      api,
      new TabStore(),
      {
        changed: () => this.#changed(),
        arrived: (message) => this.#window?.arrived(message),
        refused: (text) => this.#window?.putBack(text),
      },
      () => this.topic,
    );
    this.#window = new ChatWindow(this.#chat, {
      frame: this.#frame,
      follower: this.#follower,
      speaking: this.#speaking,
      exitUrl: () => this.exitUrl,
      draw: () => this.#draw(),
      focus: (selector) => this.#find(selector)?.focus(),
    });
  }

  #draw(): Promise<unknown> {
    this.requestUpdate();
    return this.updateComplete;
  }

  #changed(): void {
    if (this.#chat && this.#window?.isOpen) this.#speaking.connection(this.#chat);
    this.#window?.recall();
    this.requestUpdate();
  }

  #listen(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    document.addEventListener("keydown", (event) => this.#keyDown(event), { signal });
    document.addEventListener("keyup", (event) => this.#keyUp(event), { signal });
    document.addEventListener("visibilitychange", () => this.#visible(), { signal });
    (globalThis.visualViewport ?? globalThis).addEventListener("resize", () => this.#window?.scrolled(), { signal });
    addEventListener("online", () => this.#chat?.wake(), { signal });
    addEventListener("pagehide", () => this.#chat?.pause(), { signal });
    addEventListener("pageshow", () => this.#chat?.resume(), { signal });
    this.addEventListener("pointerdown", () => this.#window?.idle.touch(), { signal });
  }

  #keyDown(event: KeyboardEvent): void {
    this.#shift.down(event.key, event.repeat);
    const inside = event.composedPath().includes(this);
    if (inside) this.#window?.idle.touch();
    if (inside && event.key === "Escape" && this.#window?.isOpen && !event.defaultPrevented) {
      event.preventDefault();
      this.#window.escape();
    }
  }

  /** Shift three times leaves, as long as there is a conversation that could be seen. */
  #keyUp(event: KeyboardEvent): void {
    const missing = this.#shift.up(event.key);
    if (missing === null || !(this.#window?.isOpen || this.#chat?.resumable)) return;
    if (missing === 0) this.#window?.leave();
    else if (missing === 1) this.#speaking.say(texts.exit.presses(missing));
  }

  #cancelled(event: Event): void {
    event.preventDefault();
    this.#window?.escape();
  }

  #visible(): void {
    if (document.visibilityState !== "visible") return;
    this.#chat?.wake();
    if (this.#window?.isOpen) this.#window.idle.look();
  }

  /** The field is as high as its text, up to its style's most. */
  #grow(): void {
    const field = this.#find("#text") as HTMLTextAreaElement | null;
    if (!field) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }
}
