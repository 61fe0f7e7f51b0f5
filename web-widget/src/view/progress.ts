/** How far the questions have come: in words, and as a line that fills. Told by the server with the question itself. */
import { html, nothing, type TemplateResult } from "lit";
import type { Entry } from "../chat/transcript.js";
import type { Step } from "../chat/types.js";
import { texts } from "../texts.js";

/** The step of the question that stands open: asked since the visitor last wrote. */
export function openStep(entries: readonly Entry[]): Step | null {
  const last = entries.map(({ message }) => message.from).lastIndexOf("visitor");
  return entries.slice(last + 1).at(-1)?.message.step ?? null;
}

export function stepWords(step: Step): string {
  const where = texts.step.where(step.number, step.of);
  return step.optional ? `${where}. ${texts.step.optional}` : where;
}

export function progress(step: Step | null): TemplateResult | typeof nothing {
  if (!step) return nothing;
  return html`<div class="step">
    <progress aria-hidden="true" max=${step.of} .value=${step.number}></progress>
    <p>${stepWords(step)}.</p>
  </div>`;
}
