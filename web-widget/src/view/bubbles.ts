/** The visible list of what was said. It is no live region; the announcer speaks. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Entry } from "../chat/transcript.js";
import type { Button, Message } from "../chat/types.js";
import { texts } from "../texts.js";
import type { Doing } from "./doing.js";
import * as icons from "./icons.js";
import { type Detail, routeList } from "./routes.js";

const GREETING = "utter_greet";
export const SUMMARY = "utter_ask_intake_send";
const RECEIPT = "utter_intake_receipt";
const NUMBER = /\b([A-Z]+-[A-Z0-9]+-[A-Z0-9]+)\b/;

/** What can be read aloud: nothing where the browser has no Danish voice of its own. */
export interface Readable {
  readonly possible: boolean;
  /** The bubble that is being read. */
  readonly reading: string;
}

export function bubbleList(entries: readonly Entry[], aloud: Readable, doing: Doing): TemplateResult {
  const sender = (index: number): string => entries[index]?.message.from ?? "";
  return html`<ol class="bubbles" role="list">
    ${repeat(
      entries,
      (entry) => entry.id,
      (entry, index) => bubble(entry, sender(index - 1) !== sender(index), aloud, doing),
    )}
  </ol>`;
}

/** Whether a bubble is the answer to danger about which there is no doubt, and which is near: a concern is met calmly. */
export function isAlarm(message: Message): boolean {
  const { safety } = message;
  return message.from !== "visitor" && safety !== null && safety.sure && safety.level !== "concern";
}

function bubble(entry: Entry, first: boolean, aloud: Readable, doing: Doing): TemplateResult {
  const { message } = entry;
  const alarm = isAlarm(message);
  const stuck = entry.sending === "waiting" || entry.sending === "refused";
  const kind = `bubble ${message.from}${alarm ? " danger" : ""}${first ? " first" : ""}${stuck ? " underway" : ""}`;
  return html`<li class=${kind} data-seq=${message.seq} data-key=${message.key ?? nothing}>
    <p class=${first ? "who" : "who unseen"}>${face(message)}${texts.senders[message.from]}</p>
    <div class="words">
      ${alarm && message.routes.length > 0 ? html`<p class="alarm">${icons.lifebuoy()}${texts.danger}</p>` : nothing}
      ${paragraphs(message)}
    </div>
    ${routeList(message.routes, detailOf(message), doing)} ${receipt(message, doing)} ${readAloud(entry, aloud, doing)}
    ${entry.sending === "no" ? nothing : html`<p class=${stuck ? "sending" : "sending soon"}>${texts.sending[entry.sending]}</p>`}
  </li>`;
}

function detailOf(message: Message): Detail {
  if (isAlarm(message)) return "urgent";
  return message.key === GREETING ? "slim" : "full";
}

function face(message: Message): TemplateResult | typeof nothing {
  if (message.from === "bot") return icons.signpost();
  if (message.from === "staff") return icons.person();
  return message.from === "system" ? icons.info() : nothing;
}

function paragraphs({ text, key }: Message): readonly TemplateResult[] {
  const parts = text.split(/\n{2,}/).filter((part) => part.trim() !== "");
  const listed = key === SUMMARY;
  const shown = (part: string): TemplateResult => html`<p class="text">${key === RECEIPT ? numbered(part) : part}</p>`;
  return parts.map((part) => (listed && part.includes("\n") ? summary(part) : shown(part)));
}

/** The number that is to be written down stands out, and on one line. */
function numbered(text: string): readonly (string | TemplateResult)[] {
  return text.split(NUMBER).map((part, index) => (index % 2 ? html`<strong class="number">${part}</strong>` : part));
}

/** What is about to be sent, a line for each answer: what it is about, then the visitor's own words. */
function summary(part: string): TemplateResult {
  const line = (text: string): TemplateResult => {
    const colon = text.indexOf(": ");
    return colon < 0 ? html`<li>${text}</li>` : html`<li><strong>${text.slice(0, colon + 1)}</strong> ${text.slice(colon + 2)}</li>`;
  };
  return html`<ul class="summary" role="list">${part.split("\n").map(line)}</ul>`;
}

function readAloud({ id, message }: Entry, aloud: Readable, doing: Doing): TemplateResult | typeof nothing {
  if (!aloud.possible || message.from === "visitor") return nothing;
  const reading = aloud.reading === id;
  return html`<button type="button" class="aloud" @click=${() => doing.readAloud(id, message)}>
    ${reading ? icons.stop() : icons.loudspeaker()}${reading ? texts.aloud.stop : texts.aloud.read}
  </button>`;
}

function receipt(message: Message, doing: Doing): TemplateResult | typeof nothing {
  if (message.key !== RECEIPT) return nothing;
  return html`<button type="button" class="quiet" @click=${() => doing.save(message)}>${texts.receipt.save}</button>`;
}

/** What can be pressed now: the answers to the open question, and what was suggested before it in the same turn. */
export interface Offer {
  readonly answers: readonly Button[];
  readonly others: readonly Button[];
}

/** The buttons said since the visitor last wrote, or a person did, whose words are answered in words. */
export function offered(entries: readonly Entry[]): Offer {
  const senders = entries.map(({ message }) => message.from);
  const last = Math.max(senders.lastIndexOf("visitor"), senders.lastIndexOf("staff"));
  const groups = entries.slice(last + 1).map(({ message }) => message.buttons).filter((buttons) => buttons.length > 0);
  return { answers: groups.at(-1) ?? [], others: groups.slice(0, -1).flat() };
}

export function replies({ answers, others }: Offer, busy: boolean, doing: Doing): TemplateResult {
  return html`${group(answers, texts.replies, busy, doing)}
  ${others.length > 0 ? html`<p class="others" aria-hidden="true">${texts.otherReplies}</p>` : nothing}
  ${group(others, texts.otherReplies, busy, doing)}`;
}

function group(buttons: readonly Button[], label: string, busy: boolean, doing: Doing): TemplateResult | typeof nothing {
  if (buttons.length === 0) return nothing;
  return html`<ul class="replies" role="list" aria-label=${label}>
    ${repeat(
      buttons,
      (button) => button.id,
      (button) => html`<li>
        <button type="button" class="reply" aria-disabled=${busy} @click=${(event: Event) => doing.press(button, event)}>${button.title}</button>
      </li>`,
    )}
  </ul>`;
}
