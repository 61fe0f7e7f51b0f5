/** Cards of ways to help: why, whether it is open, and what can be done with one tap. */
import { html, nothing, type TemplateResult } from "lit";
import { dialled } from "../chat/read.js";
import type { Route } from "../chat/types.js";
import { texts } from "../texts.js";
import type { Doing } from "./doing.js";
import * as icons from "./icons.js";

const words = texts.route;
const SLIM_WAYS = 2;
const URGENT_SHOWN = 2;
/** Known by their numbers: 112, and BørneTelefonen. */
const NEVER_FOLDED: ReadonlySet<string> = new Set(["112", "116111"]);

/** `full`: all that is known. `urgent`: the ways stand first, and nothing has to be read before. `slim`: to be at hand. */
export type Detail = "full" | "urgent" | "slim";

/** In danger a question follows the ways, and must not lie under all of them: those after the first ones are folded. */
export function routeList(routes: readonly Route[], detail: Detail, doing: Doing): TemplateResult | typeof nothing {
  if (routes.length === 0) return nothing;
  const folded = detail === "urgent" ? routes.filter((route, index) => index >= URGENT_SHOWN && !NEVER_FOLDED.has(dialled(route.phone) ?? "")) : [];
  const shown = routes.filter((route) => !folded.includes(route));
  return html`${cards(shown, detail, words.list)}
  ${folded.length > 0
    ? html`<details class="folded" @toggle=${() => doing.scrolled()}>
        <summary>${words.more(folded.length)}</summary>
        ${cards(folded, detail, words.others)}
      </details>`
    : nothing}`;
}

function cards(routes: readonly Route[], detail: Detail, label: string): TemplateResult {
  return html`<ul class=${`routes ${detail}`} role="list" aria-label=${label}>
    ${routes.map((route) => html`<li class="route">${CARDS[detail](route)}</li>`)}
  </ul>`;
}

const CARDS: Record<Detail, (route: Route) => TemplateResult> = {
  full: (route) => html`${name(route)} ${reason(route.why ?? route.description)} ${times(route)}
    ${route.address ? html`<p class="fact"><span class="unseen">${`${words.address}: `}</span>${route.address}</p>` : nothing}
    ${route.waitingWeeks ? html`<p class="fact">${words.waits(route.waitingWeeks)}</p>` : nothing} ${ways(actions(route, LONG))}`,
  urgent: (route) => html`${name(route)} ${ways(actions(route, SHORT))} ${times(route)}
    ${reason(route.why ?? (hasWays(route) ? null : route.description))}`,
  slim: (route) => html`${briefName(route)} ${ways(actions(route, SHORT).slice(0, SLIM_WAYS))}`,
};

function name(route: Route): TemplateResult {
  return html`<p class="route-name">${route.name}</p>`;
}

function reason(text: string | null): TemplateResult | typeof nothing {
  return text ? html`<p class="why">${text}</p>` : nothing;
}

function times(route: Route): TemplateResult | typeof nothing {
  const known = openness(route);
  if (known === nothing && !route.hours) return nothing;
  return html`<p class="fact">${known}${route.hours ? html`<span><span class="unseen">${`${words.hours}: `}</span>${route.hours}</span>` : nothing}</p>`;
}

function openness(route: Route): TemplateResult | typeof nothing {
  if (route.openNow === null) return nothing;
  return route.openNow
    ? html`<strong class="openness open">${icons.check()}${words.open}</strong>`
    : html`<strong class="openness">${words.shut}</strong>`;
}

function hasWays(route: Route): boolean {
  return actions(route, LONG).length > 0;
}

function ways(shown: readonly TemplateResult[]): TemplateResult | typeof nothing {
  return shown.length > 0 ? html`<p class=${shown.length > 1 ? "ways" : "ways one"}>${shown}</p>` : nothing;
}

/** Without what is told in brackets, and unseen where the number on the button tells it already ("Alarm 112"). */
function briefName(route: Route): TemplateResult {
  const told = route.phone !== null && route.name.includes(route.phone);
  return html`<p class=${told ? "route-name unseen" : "route-name"}>${route.name.replace(/ \([^)]*\)$/, "")}</p>`;
}

/** What stands on the buttons beside the number: in full, or short enough for all of a card's to stand in one row. */
interface Labels {
  sms(number: string): string;
  readonly chat: string;
  readonly web: string;
  readonly map: string;
}

const LONG: Labels = words;
const SHORT: Labels = { ...words.short, sms: () => words.short.sms };

function actions(route: Route, labels: Labels): readonly TemplateResult[] {
  const { writeFirst } = route;
  const [phone, sms] = [dialled(route.phone), dialled(route.sms)];
  const called = phone ? [direct(`tel:${phone}`, words.call(route.phone ?? phone), route, icons.phone(), !writeFirst)] : [];
  const written = [
    ...(route.chatUrl ? [away(route.chatUrl, words.chat, route, icons.speech(), writeFirst, labels.chat)] : []),
    ...(sms ? [direct(`sms:${sms}`, words.sms(route.sms ?? sms), route, icons.speech(), writeFirst && !route.chatUrl, labels.sms(route.sms ?? sms))] : []),
  ];
  const page = route.url && route.url !== route.chatUrl ? [away(route.url, words.web, route, icons.away(), false, labels.web)] : [];
  const map = route.mapUrl ? [away(route.mapUrl, words.map, route, icons.pin(), false, labels.map)] : [];
  return [...(writeFirst ? [...written, ...called] : [...called, ...written]), ...page, ...map];
}

function direct(href: string, title: string, route: Route, icon: TemplateResult, first: boolean, shown = title): TemplateResult {
  return html`<a class=${kind(first)} href=${href} aria-label=${words.at(title, route.name)}>${icon}${shown}</a>`;
}

function away(href: string, title: string, route: Route, icon: TemplateResult, first: boolean, shown = title): TemplateResult {
  const label = `${words.at(title, route.name)} (${words.opens})`;
  return html`<a class=${kind(first)} href=${href} target="_blank" rel="noopener noreferrer" aria-label=${label}>${icon}${shown}</a>`;
}

function kind(first: boolean): string {
  return first ? "way first" : "way";
}
