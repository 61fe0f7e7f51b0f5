/** What lies over the conversation: menu, privacy, deleting, feedback, lock. The way out in the header stays free. */
import { html, nothing, type TemplateResult } from "lit";
import type { Helped } from "../chat/types.js";
import { texts } from "../texts.js";
import type { Doing, Sheet } from "./doing.js";
import * as icons from "./icons.js";

export interface SheetState {
  readonly sheet: Sheet;
  /** A Danish sentence on what did not work, or null. */
  readonly failed: string | null;
  readonly busy: boolean;
  /** Whether there is a conversation to delete, hide or speak of. */
  readonly running: boolean;
  readonly rated: boolean;
}

export function sheet(state: SheetState, doing: Doing): TemplateResult | typeof nothing {
  if (state.sheet === "menu") return menu(state, doing);
  if (state.sheet === "privacy") return privacy(doing);
  if (state.sheet === "remove") return remove(state, doing);
  if (state.sheet === "feedback") return feedback(state, doing);
  if (state.sheet === "lock" || state.sheet === "locked") return lock(state, doing);
  return nothing;
}

function frame(title: string, content: TemplateResult, kind = "dialog"): TemplateResult {
  return html`<section class="sheet" role=${kind} aria-labelledby="sheet-title">
    <h3 id="sheet-title" tabindex="-1">${title}</h3>
    ${content}
  </section>`;
}

function act(title: string, does: () => void, kind = "quiet"): TemplateResult {
  return html`<button type="button" class=${kind} @click=${does}>${title}</button>`;
}

function failure(state: SheetState): TemplateResult | typeof nothing {
  return state.failed ? html`<p class="failed" role="alert">${state.failed}</p>` : nothing;
}

function menu(state: SheetState, doing: Doing): TemplateResult {
  const words = texts.menu;
  const item = (title: string, does: () => void): TemplateResult => html`<li>${act(title, does, "item")}</li>`;
  return frame(
    words.title,
    html`<ul class="items" role="list">
        ${item(words.privacy, () => doing.show("privacy"))}
        ${state.running && !state.rated ? item(words.feedback, () => doing.show("feedback")) : nothing}
        ${state.running ? item(words.lock, () => doing.show("lock")) : nothing}
        ${state.running ? item(words.remove, () => doing.show("remove")) : nothing}
      </ul>
      ${act(words.back, () => doing.back(), "main")}`,
  );
}

function privacy(doing: Doing): TemplateResult {
  return frame(
    texts.privacy.title,
    html`<ul class="facts">
        ${texts.privacy.lines.map((line) => html`<li>${line}</li>`)}
      </ul>
      ${act(texts.menu.back, () => doing.back(), "main")}`,
  );
}

function remove(state: SheetState, doing: Doing): TemplateResult {
  const words = texts.remove;
  return frame(
    words.title,
    html`<p>${words.text}</p>
      <p>${words.history}</p>
      ${failure(state)}
      <div class="choices">${act(words.yes, () => doing.remove(), "grave")}${act(words.no, () => doing.back(), "quiet")}</div>`,
    "alertdialog",
  );
}

function lock(state: SheetState, doing: Doing): TemplateResult {
  const words = texts.lock;
  return frame(
    words.title,
    html`<p>${state.sheet === "lock" ? words.chosen : words.text}</p>
      <div class="choices">${act(words.show, () => doing.back(), "main")}${act(words.remove, () => doing.show("remove"), "quiet")}</div>`,
  );
}

function feedback(state: SheetState, doing: Doing): TemplateResult {
  const words = texts.feedback;
  if (state.rated) return frame(words.thanks, act(texts.menu.back, () => doing.back(), "main"));
  return frame(
    words.title,
    html`<form class="feedback" @submit=${(event: SubmitEvent) => submitFeedback(event, doing)}>
      <fieldset>
        <legend class="unseen">${words.title}</legend>
        ${(["yes", "partly", "no"] as const).map(
          (value) => html`<label class="choice"><input type="radio" name="helped" value=${value} /><span>${words.answers[value]}</span></label>`,
        )}
      </fieldset>
      <label for="comment">${words.comment}</label>
      <textarea id="comment" name="comment" rows="3" maxlength="2000" autocomplete="off"></textarea>
      ${failure(state)}
      <div class="choices"><button type="submit" class="main">${words.send}</button>${act(texts.menu.back, () => doing.back(), "quiet")}</div>
    </form>`,
  );
}

function submitFeedback(event: SubmitEvent, doing: Doing): void {
  event.preventDefault();
  const given = new FormData(event.target as HTMLFormElement);
  doing.feedback((given.get("helped") as Helped | null) ?? null, String(given.get("comment") ?? "").trim());
}

/** What stands in place of the conversation when there is none any more. */
export function ended(title: string, lines: readonly string[], begin: string, doing: Doing): TemplateResult {
  return html`<div class="ended">
    ${icons.signpost()}
    <h3 id="ended-title" tabindex="-1">${title}</h3>
    ${lines.map((line) => html`<p>${line}</p>`)}
    <div class="choices">${act(begin, () => doing.begin(), "main")}${act(texts.remove.close, () => doing.close(), "quiet")}</div>
  </div>`;
}
