/** Cards of ways to help: why, whether it is open, and what can be done with one tap. */
import { html, nothing, type TemplateResult } from "lit";
import { dialled } from "../chat/read.js";
import type { Route } from "../chat/types.js";
import { texts } from "../texts.js";
import * as icons from "./icons.js";

const words = texts.route;
const SLIM_WAYS = 2;

/** `full`: all that is known. `urgent`: the ways stand first, and nothing has to be read before. `slim`: to be at hand. */
export type Detail = "full" | "urgent" | "slim";

export function routeList(routes: readonly Route[], detail: Detail): TemplateResult | typeof nothing {
  if (routes.length === 0) return nothing;
  return html`<ul class=${`routes ${detail}`} role="list" aria-label=${words.list}>
    ${routes.map((route) => html`<li class="route"><p class="route-name">${route.name}</p>${CARDS[detail](route)}</li>`)}
  </ul>`;
}

const CARDS: Record<Detail, (route: Route) => TemplateResult> = {
  full: (route) => html`${reason(route.why ?? route.description)} ${times(route)}
    ${route.address ? html`<p class="fact"><span class="unseen">${`${words.address}: `}</span>${route.address}</p>` : nothing}
    ${route.waitingWeeks ? html`<p class="fact">${words.waits(route.waitingWeeks)}</p>` : nothing} ${ways(actions(route))}`,
  urgent: (route) => html`${ways(actions(route))} ${reason(route.why ?? (hasWays(route) ? null : route.description))} ${times(route)}`,
  slim: (route) => html`${ways(actions(route).slice(0, SLIM_WAYS))}`,
};

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
  return actions(route).length > 0;
}

function ways(shown: readonly TemplateResult[]): TemplateResult | typeof nothing {
  return shown.length > 0 ? html`<p class="ways">${shown}</p>` : nothing;
}

function actions(route: Route): readonly TemplateResult[] {
  const made: TemplateResult[] = [];
  const phone = dialled(route.phone);
  const sms = dialled(route.sms);
  if (phone) made.push(direct(`tel:${phone}`, words.call(route.phone ?? phone), route, icons.phone(), true));
  if (route.chatUrl) made.push(away(route.chatUrl, words.chat, route, icons.speech()));
  if (sms) made.push(direct(`sms:${sms}`, words.sms(route.sms ?? sms), route, icons.speech(), false));
  if (route.url && route.url !== route.chatUrl) made.push(away(route.url, words.web, route, icons.away()));
  return made;
}

function direct(href: string, title: string, route: Route, icon: TemplateResult, first: boolean): TemplateResult {
  return html`<a class=${first ? "way first" : "way"} href=${href} aria-label=${words.at(title, route.name)}>${icon}${title}</a>`;
}

function away(href: string, title: string, route: Route, icon: TemplateResult): TemplateResult {
  const label = `${words.at(title, route.name)} (${words.opens})`;
  return html`<a class="way" href=${href} target="_blank" rel="noopener noreferrer" aria-label=${label}>${icon}${title}</a>`;
}
