/** What the screen reader is told, and when: new bubbles, danger at once, and how the connection stands. */
import { Announcer } from "./announcer.js";
import type { Conversation } from "./chat/conversation.js";
import type { Message } from "./chat/types.js";
import { texts } from "./texts.js";
import { isAlarm } from "./view/bubbles.js";
import { stepWords } from "./view/progress.js";

type Find = (selector: string) => Element | null;

export class Speaking {
  readonly #polite: Announcer;
  readonly #urgent: Announcer;
  #wasUp = true;
  #wasLate = false;
  #problem: string | null = null;
  #place: number | null = null;

  constructor(find: Find) {
    this.#polite = new Announcer(() => find("#polite"));
    this.#urgent = new Announcer(() => find("#urgent"));
  }

  say(text: string): void {
    this.#polite.say(text);
  }

  message(message: Message): void {
    (isAlarm(message) ? this.#urgent : this.#polite).say(spoken(message));
  }

  /** Tells a change of the connection, and of the place in line, once. The first place is told by the bubble that came with it. */
  connection(chat: Conversation): void {
    if (chat.place !== null && this.#place !== null && chat.place !== this.#place) this.say(texts.line.moved(chat.place));
    this.#place = chat.place;
    if (chat.up !== this.#wasUp) this.say(chat.up ? texts.back : texts.offline);
    if (chat.patience.late && !this.#wasLate) this.#help();
    if (chat.problem && chat.problem !== this.#problem) this.say(chat.problem);
    this.#wasUp = chat.up;
    this.#wasLate = chat.patience.late;
    this.#problem = chat.problem;
  }

  #help(): void {
    const { title, call112, why112, call116, why116, adults } = texts.help;
    this.say(`${title}. ${call112}. ${why112} ${call116}. ${why116} ${adults}`);
  }

  silence(): void {
    this.#polite.clear();
    this.#urgent.clear();
  }
}

/** A bubble in the order it is read: who, what, which question of how many, ways, suggested answers. */
export function spoken(message: Message): string {
  const parts = [`${texts.senders[message.from]}: ${message.text}`];
  if (isAlarm(message) && message.routes.length > 0) parts.unshift(`${texts.danger}.`);
  if (message.step) parts.push(`${stepWords(message.step)}.`);
  if (message.routes.length > 0) parts.push(`${texts.route.list}: ${message.routes.map(({ name }) => name).join(", ")}.`);
  if (message.buttons.length > 0) parts.push(`${texts.replies}: ${message.buttons.map(({ title }) => title).join(", ")}.`);
  return parts.join(" ");
}
