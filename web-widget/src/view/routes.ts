/** Cards of ways to help: why, whether it is open, and what can be done with one tap. */
import { html, nothing, type TemplateResult } from "lit";
import { dialled } from "../chat/read.js";
import type { Route } from "../chat/types.js";
import { texts } from "../texts.js";
import * as icons from "./icons.js";

const words = texts.route;

export function routeList(routes: readonly Route[]): TemplateResult | typeof nothing {
  if (routes.length === 0) return nothing;
  return html`<ul class="routes" role="list" aria-label=${words.list}>
    ${routes.map((route) => html`<li class="route">${card(route)}</li>`)}
  </ul>`;
}

function card(route: Route): TemplateResult {
  return html`<p class="route-name">${route.name}</p>
    ${openness(route)} ${route.why ? html`<p class="why">${route.why}</p>` : nothing}
    ${route.hours ? html`<p class="hours"><span class="unseen">${words.hours}: </span>${route.hours}</p>` : nothing}
    <p class="ways">${actions(route)}</p>`;
}

function openness(route: Route): TemplateResult | typeof nothing {
  if (route.openNow === null) return nothing;
  return route.openNow
    ? html`<p class="openness open">${icons.check()}${words.open}</p>`
    : html`<p class="openness">${words.shut}</p>`;
}

function actions(route: Route): readonly (TemplateResult | typeof nothing)[] {
  const phone = dialled(route.phone);
  const sms = dialled(route.sms);
  return [
    phone ? direct(`tel:${phone}`, words.call(route.phone ?? phone), route, icons.phone(), true) : nothing,
    route.chatUrl ? away(route.chatUrl, words.chat, route, icons.speech()) : nothing,
    sms ? direct(`sms:${sms}`, words.sms(route.sms ?? sms), route, icons.speech(), false) : nothing,
    route.url && route.url !== route.chatUrl ? away(route.url, words.web, route, icons.away()) : nothing,
  ];
}

function direct(href: string, title: string, route: Route, icon: TemplateResult, first: boolean): TemplateResult {
  return html`<a class=${first ? "way first" : "way"} href=${href} aria-label=${words.at(title, route.name)}>${icon}${title}</a>`;
}

function away(href: string, title: string, route: Route, icon: TemplateResult): TemplateResult {
  const label = `${words.at(title, route.name)} (${words.opens})`;
  return html`<a class="way" href=${href} target="_blank" rel="noopener noreferrer" aria-label=${label}>${icon}${title}</a>`;
}
