/** The text field that is always open, and its counter near the end. */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { texts } from "../texts.js";
import type { Doing } from "./doing.js";
import * as icons from "./icons.js";

export const MOST_CHARACTERS = 2000;
const COUNT_FROM = 1800;

/** Characters as the server counts them: code points of the trimmed text. */
export function lengthOf(text: string): number {
  return Array.from(text.trim()).length;
}

export function composer(text: string, doing: Doing): TemplateResult {
  const length = lengthOf(text);
  const over = length > MOST_CHARACTERS;
  const counted = length >= COUNT_FROM;
  return html`<form class="composer" @submit=${(event: Event) => submit(event, doing)}>
    <label class="unseen" for="text">${texts.composer.label}</label>
    <textarea
      id="text"
      rows="1"
      autocomplete="off"
      enterkeyhint="send"
      placeholder=${texts.composer.label}
      aria-describedby=${counted ? "count" : nothing}
      aria-invalid=${over ? "true" : nothing}
      .value=${live(text)}
      @input=${(event: Event) => doing.write((event.target as HTMLTextAreaElement).value)}
      @keydown=${(event: KeyboardEvent) => keyed(event, doing)}
    ></textarea>
    <button type="submit" class="send" aria-disabled=${length === 0 || over}>${icons.arrowUp()}<span class="unseen">${texts.composer.send}</span></button>
    ${counted ? html`<p id="count" class=${over ? "count over" : "count"}>${remaining(length)}</p>` : nothing}
  </form>`;
}

function remaining(length: number): string {
  const left = MOST_CHARACTERS - length;
  return left < 0 ? texts.composer.over(-left) : texts.composer.left(left);
}

function submit(event: Event, doing: Doing): void {
  event.preventDefault();
  doing.send();
}

function keyed(event: KeyboardEvent, doing: Doing): void {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  doing.send();
}
