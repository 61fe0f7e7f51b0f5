/** The frame: launcher, header, conversation, sheets. */
import { html, nothing, type TemplateResult } from "lit";
import type { Conversation } from "../chat/conversation.js";
import { texts } from "../texts.js";
import { bubbleList, offered, type Readable, replies } from "./bubbles.js";
import { composer } from "./composer.js";
import type { Doing } from "./doing.js";
import * as icons from "./icons.js";
import { notices } from "./notices.js";
import { openStep, progress } from "./progress.js";
import type { Below } from "../scroll.js";
import { ended, sheet, type SheetState } from "./sheets.js";

export interface PanelState extends SheetState {
  readonly chat: Conversation;
  readonly text: string;
  readonly deletedAt: string;
  readonly invites: boolean;
  readonly below: Below;
  readonly aloud: Readable;
}

export function launcher(chat: Conversation, shown: boolean, unread: boolean, doing: Doing): TemplateResult {
  const resumes = chat.resumable;
  return html`<div class="launcher" ?hidden=${!shown}>
    ${resumes ? exitButton(doing) : nothing}
    <button type="button" class="launch" aria-haspopup="dialog" @click=${() => doing.open()}>
      ${icons.signpost()}<span>${resumes ? texts.launcher.resume : texts.launcher.open}</span>
      ${unread ? html`<span class="unread">${texts.launcher.fresh}</span>` : nothing}
    </button>
  </div>`;
}

function exitButton(doing: Doing): TemplateResult {
  return html`<button type="button" class="exit" title=${texts.exit.does} @click=${() => doing.leave()}>${icons.door()}<span>${texts.exit.button}<small aria-hidden="true">${texts.exit.short}</small></span></button>`;
}

export function header(state: PanelState, doing: Doing): TemplateResult {
  const { chat } = state;
  return html`<div class="header">
    <div class="title">
      <span class="mark">${icons.signpost()}</span>
      <h2 id="title" tabindex="-1">${texts.name}</h2>
    </div>
    <div class="tools">
      ${exitButton(doing)}
      <button type="button" class="tool worded" id="menu" aria-expanded=${state.sheet === "menu"} @click=${() => (state.sheet ? doing.back() : doing.show("menu"))}>
        <span>${texts.menu.button}</span>
      </button>
      <button type="button" class="tool" @click=${() => doing.close()}>${icons.cross()}<span class="unseen">${texts.close}</span></button>
    </div>
    <p class="subtitle">${chat.standing === "staff" ? icons.person() : nothing}${subtitle(chat)}</p>
  </div>`;
}

function subtitle({ standing, place }: Conversation): string {
  const who = texts.subtitle[standing === "closed" ? "bot" : standing];
  return place === null ? who : `${who}. ${texts.line.place(place)}`;
}

export function body(state: PanelState, doing: Doing): TemplateResult {
  const hidden = state.sheet === "lock" || state.sheet === "locked";
  return html`<div class="body" ?inert=${state.sheet !== ""}>${hidden ? nothing : content(state, doing)}</div>
    ${sheet(state, doing)}`;
}

function content(state: PanelState, doing: Doing): TemplateResult {
  const { phase } = state.chat;
  if (phase === "deleted") {
    const { doneTitle, done, sent, history, begin } = texts.remove;
    return ended(doneTitle, [done(state.deletedAt), sent, history], begin, doing);
  }
  if (phase === "gone") return ended(texts.gone.title, [texts.gone.text], texts.gone.begin, doing);
  return html`${log(state, doing)} ${composer(state.text, doing)}`;
}

function log(state: PanelState, doing: Doing): TemplateResult {
  const { chat } = state;
  const { entries } = chat;
  return html`<div class="log" id="log" role="region" tabindex="0" aria-label=${texts.log} @scroll=${() => doing.scrolled()}>
      ${bubbleList(entries, state.aloud, doing)} ${progress(openStep(entries))} ${replies(offered(entries), chat.busy, doing)}
      ${state.invites ? html`<button type="button" class="quiet invite" @click=${() => doing.show("feedback")}>${texts.feedback.invite}</button>` : nothing}
      ${notices(chat)}
    </div>
    ${state.below
      ? html`<button type="button" class=${`newest ${state.below}`} @click=${() => doing.toNewest()}>${icons.arrowDown()}${texts.below[state.below]}</button>`
      : nothing}`;
}
