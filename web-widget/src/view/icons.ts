/** The few drawings of the chat window; all decorative, the words stand beside them. */
import { html, svg, type TemplateResult, type SVGTemplateResult } from "lit";

function icon(content: SVGTemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${content}</svg>`;
}

function line(path: string): TemplateResult {
  return icon(svg`<path d=${path} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`);
}

/** A signpost with two arms: the product's mark. */
export const signpost = (): TemplateResult =>
  icon(svg`<path d="M12 3v18M9 21h6" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>
    <path class="arm" d="M6 4.5h10.2L19 7l-2.8 2.5H6z"/><path class="arm second" d="M18 11.500H8.300L5.500 14l2.800 2.500H18z"/>`);
export const cross = (): TemplateResult => line("M6 6l12 12M18 6L6 18");
export const arrowUp = (): TemplateResult => line("M12 19V5M5.500 11.500L12 5l6.500 6.500");
export const arrowDown = (): TemplateResult => line("M12 5v14M5.500 12.500L12 19l6.500-6.500");
export const door = (): TemplateResult => line("M14 4H5v16h9M10 12h11M17.500 8.500L21 12l-3.500 3.500");
export const phone = (): TemplateResult =>
  line("M6.500 3.500l3 .5 1 4-2 1.800a12 12 0 0 0 5.700 5.700l1.800-2 4 1 .5 3c-.2 1.400-1.500 2.500-3 2.300A16.500 16.500 0 0 1 4.200 6.500c-.2-1.500.9-2.800 2.300-3z");
export const speech = (): TemplateResult => line("M4 5h16v11H11l-4.500 3.500V16H4z");
export const away = (): TemplateResult => line("M13 5h6v6M19 5l-9 9M10 6H5v13h13v-5");
export const pin = (): TemplateResult => line("M12 21s-6.500-6.200-6.500-11a6.500 6.500 0 0 1 13 0c0 4.800-6.500 11-6.500 11zM12 10v.1");
export const person = (): TemplateResult =>
  icon(svg`<circle cx="12" cy="8" r="4"/><path d="M4.500 20c.6-4 3.600-6 7.500-6s6.900 2 7.500 6z"/>`);
export const lifebuoy = (): TemplateResult =>
  icon(svg`<circle cx="12" cy="12" r="8.500" fill="none" stroke="currentColor" stroke-width="2"/>
    <circle cx="12" cy="12" r="3.500" fill="none" stroke="currentColor" stroke-width="2"/>
    <path d="M6 6l3.500 3.500M18 6l-3.500 3.500M6 18l3.500-3.500M18 18l-3.500-3.500" stroke="currentColor" stroke-width="2"/>`);
export const info = (): TemplateResult => line("M12 11v5M12 7.500v.1M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z");
export const loudspeaker = (): TemplateResult => line("M4 9.500v5h4l5 4v-13l-5 4zM16.500 9a4.500 4.500 0 0 1 0 6M19 6.500a8 8 0 0 1 0 11");
export const stop = (): TemplateResult => icon(svg`<rect x="6" y="6" width="12" height="12" rx="2"/>`);
export const check = (): TemplateResult => line("M5 12.500l4.500 4.500L19 7.500");
