/** What stands under the newest bubble: typing sign, problems, and the help that needs no server. */
import { html, nothing, type TemplateResult } from "lit";
import type { Conversation } from "../chat/conversation.js";
import { texts } from "../texts.js";
import * as icons from "./icons.js";

export function notices(chat: Conversation): TemplateResult {
  return html`${chat.phase === "opening" && !chat.patience.late ? typing(texts.opening) : nothing}
  ${chat.phase === "open" && chat.patience.waiting && !chat.patience.late ? typing(texts.typing) : nothing}
  ${chat.patience.late ? helpCard() : nothing}
  ${chat.problem ? notice(chat.problem) : nothing}
  ${chat.up ? nothing : notice(chat.entries.length > 0 ? texts.offline : texts.offlineEmpty)}`;
}

function typing(label: string): TemplateResult {
  return html`<p class="typing"><span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>${label}</p>`;
}

function notice(text: string): TemplateResult {
  return html`<p class="notice">${icons.info()}<span>${text}</span></p>`;
}

/** 112 and 116 111 from the bundle itself: they show also when nobody answers. */
export function helpCard(): TemplateResult {
  const words = texts.help;
  return html`<section class="help" aria-labelledby="help-title">
    <h3 id="help-title">${icons.lifebuoy()}${words.title}</h3>
    <p>${words.text}</p>
    <ul role="list">
      <li><a class="way first" href="tel:112">${icons.phone()}${words.call112}</a><span>${words.why112}</span></li>
      <li><a class="way first" href="tel:116111">${icons.phone()}${words.call116}</a><span>${words.why116}</span></li>
    </ul>
    <p>${words.adults}</p>
  </section>`;
}
