/** The chat window's acts and what it shows of them: every button of the views ends here. */
import type { Conversation } from "./chat/conversation.js";
import { Aloud } from "./aloud.js";
import type { Button, Helped, Message } from "./chat/types.js";
import { coverPage } from "./exit.js";
import type { Frame } from "./frame.js";
import { IdleWatch } from "./idle.js";
import { saveText } from "./save.js";
import type { Follower } from "./scroll.js";
import { spoken, type Speaking } from "./speaking.js";
import { texts } from "./texts.js";
import { SUMMARY } from "./view/bubbles.js";
import { lengthOf, MOST_CHARACTERS } from "./view/composer.js";
import type { Doing, Sheet } from "./view/doing.js";
import type { PanelState } from "./view/panel.js";

const RATEABLE = /^utter_(outcome_|intake_receipt|goodbye)/;

/** What the window needs of the element around it. */
export interface Surroundings {
  readonly frame: Frame;
  readonly follower: Follower;
  readonly speaking: Speaking;
  exitUrl(): string;
  draw(): Promise<unknown>;
  focus(selector: string): void;
}

export class ChatWindow implements Doing {
  isOpen = false;
  unread = false;
  #sheet: Sheet = "";
  #text = "";
  #failed: string | null = null;
  #busy = false;
  #rated = false;
  #deletedAt = "";
  #locked: Sheet = "";
  readonly #unheard = new WeakSet<Message>();
  #recalls = false;
  readonly idle = new IdleWatch(() => this.#lock());
  readonly #aloud = new Aloud(() => void this.around.draw());

  constructor(
    private readonly chat: Conversation,
    private readonly around: Surroundings,
  ) {}

  get state(): PanelState {
    const { chat } = this;
    return {
      chat,
      sheet: this.#sheet,
      text: this.#text,
      failed: this.#failed,
      busy: this.#busy,
      rated: this.#rated,
      running: chat.phase === "open",
      deletedAt: this.#deletedAt,
      invites: !this.#rated && this.#mayAsk(),
      below: this.around.follower.below,
      aloud: this.#aloud,
    };
  }

  open(asked = true): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.unread = false;
    this.#recalls = asked && this.chat.resumable;
    if (this.chat.phase === "none") this.around.follower.forget();
    else this.around.follower.reset();
    if (this.chat.phase === "none") this.chat.begin();
    this.idle.start();
    this.#aloud.begin();
    void this.around.draw().then(() => {
      this.around.frame.show(asked);
      if (asked) this.#focusFirst();
      this.recall();
      return this.around.draw();
    });
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#aloud.stop();
    this.#sheet = this.#locked;
    this.around.frame.hide();
    if (this.chat.phase === "deleted" || this.chat.phase === "gone") this.chat.reset();
    void this.around.draw().then(() => this.around.focus(".launch"));
  }

  /** Covers first; then forgets, tells the server, and goes to a neutral page that takes this page's place in the history. */
  leave(): void {
    coverPage(document);
    this.#text = "";
    this.#aloud.stop();
    this.chat.leave();
    this.around.speaking.silence();
    this.around.frame.hide();
    this.isOpen = false;
    location.replace(this.around.exitUrl());
  }

  show(sheet: Sheet): void {
    this.#aloud.stop();
    if (sheet === "lock" || sheet === "locked") {
      this.#locked = sheet;
      this.around.speaking.silence();
    }
    this.#sheet = sheet;
    this.#failed = null;
    void this.around.draw().then(() => this.around.focus("#sheet-title"));
  }

  back(): void {
    if (this.#sheet === "remove" && this.#locked) return this.show(this.#locked);
    this.#recalls = this.#locked !== "";
    this.#sheet = this.#locked = "";
    this.around.follower.reset();
    this.idle.touch();
    void this.around.draw().then(() => {
      this.around.focus("#menu");
      this.recall();
    });
  }

  /** Esc: first what lies over the conversation, then the window. */
  escape(): void {
    if (this.#sheet && !this.#locked) this.back();
    else this.close();
  }

  press(button: Button, event: Event): void {
    if (this.chat.busy) return;
    this.chat.press(button);
    const touched = (event as PointerEvent).pointerType === "touch";
    void this.around.draw().then(() => this.around.focus(touched ? "#log" : "#text"));
  }

  write(text: string): void {
    const before = lengthOf(this.#text) > MOST_CHARACTERS;
    this.#text = text;
    const over = lengthOf(text) - MOST_CHARACTERS;
    if (over > 0 && !before) this.around.speaking.say(texts.composer.over(over));
    void this.around.draw();
  }

  send(): void {
    const length = lengthOf(this.#text);
    if (length === 0 || length > MOST_CHARACTERS || !this.#mayWrite) return;
    this.chat.say(this.#text.trim());
    this.#text = "";
    void this.around.draw().then(() => this.around.focus("#text"));
  }

  /** A text that was not taken stands in the field again, unless something else is being written. */
  putBack(text: string): void {
    if (this.#text.trim() === "") this.#text = text;
  }

  remove(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#failed = null;
    this.chat.remove().then(
      () => this.#removed(),
      () => this.#fails(texts.remove.failed),
    );
  }

  begin(): void {
    this.#rated = false;
    this.around.follower.forget();
    this.chat.begin();
    void this.around.draw().then(() => this.#focusFirst());
  }

  feedback(helped: Helped | null, comment: string): void {
    if (!helped) return this.#fails(texts.feedback.choose);
    if (this.#busy) return;
    this.#busy = true;
    this.chat.feedback(helped, comment).then(
      () => this.#thank(),
      () => this.#fails(texts.feedback.failed),
    );
  }

  /** The receipt with what was sent, for the visitor alone. */
  save(receipt: Message): void {
    const summary = this.chat.entries.filter(({ message }) => message.key === SUMMARY).at(-1);
    saveText(texts.receipt.file, [receipt.text, summary?.message.text ?? ""].join("\n\n").trim());
  }

  readAloud(id: string, message: Message): void {
    this.#aloud.toggle(id, spoken(message));
  }

  scrolled(): void {
    const { below } = this.around.follower;
    this.around.follower.moved();
    if (this.around.follower.below !== below) void this.around.draw();
  }

  toNewest(): void {
    this.around.follower.toEnd();
    void this.around.draw().then(() => this.around.focus("#log"));
  }

  /** A bubble that is new to the visitor. */
  arrived(message: Message): void {
    if (!this.isOpen) this.unread = true;
    if (!this.isOpen || this.#locked) return void this.#unheard.add(message);
    this.around.speaking.message(message);
    this.#recalls = false;
  }

  /** Once after opening again: what came meanwhile, or else what was said last and waits for an answer. */
  recall(): void {
    if (!this.#recalls || !this.isOpen || this.#locked || !this.chat.caughtUp) return;
    this.#recalls = false;
    const all = this.chat.entries.map(({ message }) => message);
    const unheard = all.filter((message) => this.#unheard.delete(message));
    const last = all.at(-1);
    unheard.forEach((message) => this.around.speaking.message(message));
    if (unheard.length === 0 && last && last.from !== "visitor") this.around.speaking.say(spoken(last));
  }

  get #mayWrite(): boolean {
    return this.chat.phase === "open" || this.chat.phase === "opening";
  }

  #removed(): void {
    this.#busy = false;
    this.#sheet = this.#locked = "";
    this.#deletedAt = new Date().toLocaleTimeString("da-DK", { hour: "2-digit", minute: "2-digit" });
    this.around.speaking.silence();
    void this.around.draw().then(() => this.around.focus("#ended-title"));
  }

  #thank(): void {
    this.#busy = false;
    this.#rated = true;
    this.#failed = null;
    void this.around.draw().then(() => this.around.focus("#sheet-title"));
  }

  #fails(text: string): void {
    this.#busy = false;
    this.#failed = text;
    void this.around.draw();
  }

  #lock(): void {
    if (!this.isOpen || this.#locked || this.chat.entries.length === 0) return;
    this.show("locked");
  }

  /** Feedback is asked for where something was concluded, never while somebody may be in danger. */
  #mayAsk(): boolean {
    const last = this.chat.entries.at(-1)?.message;
    return last !== undefined && last.safety === null && RATEABLE.test(last.key ?? "");
  }

  /** The field where there is a keyboard; the heading where a keyboard on the screen would cover the greeting. */
  #focusFirst(): void {
    if (this.#sheet) this.around.focus("#sheet-title");
    else this.around.focus(matchMedia("(pointer: fine)").matches ? "#text" : "#title");
  }
}
