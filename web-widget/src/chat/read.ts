/** Reading what the server sends. Anything unexpected becomes a harmless default, never an exception and never markup. */
import type { Button, Message, Route, Safety, Sender, Standing, State, Step } from "./types.js";

const SENDERS: readonly string[] = ["visitor", "bot", "staff", "system"];
const STATES: readonly string[] = ["bot", "waiting", "staff", "closed"];

type Fields = Record<string, unknown>;

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function words(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function count(value: unknown): number | null {
  return typeof value === "number" && value > 0 ? value : null;
}

/** An address that can be opened safely: http and https alone. */
export function webAddress(value: unknown): string | null {
  const address = words(value);
  return address !== null && /^https?:\/\/[^\s]+$/i.test(address) ? address : null;
}

/** What follows `tel:` or `sms:`: digits and a leading plus. Null where there is no number. */
export function dialled(number: string | null): string | null {
  const digits = (number ?? "").replace(/[^\d+]/g, "");
  return /^\+?\d{3,}$/.test(digits) ? digits : null;
}

function readButton(value: unknown): Button | null {
  const { id, title } = fields(value);
  return typeof id === "string" && typeof title === "string" ? { id, title } : null;
}

function readRoute(value: unknown): Route | null {
  const given = fields(value);
  const id = words(given["id"]);
  const name = words(given["name"]);
  if (id === null || name === null) return null;
  const openNow = given["open_now"];
  return {
    id,
    name,
    why: words(given["why"]),
    description: words(given["description"]),
    phone: words(given["phone"]),
    sms: words(given["sms"]),
    chatUrl: webAddress(given["chat_url"]),
    url: webAddress(given["url"]),
    writeFirst: given["write_first"] === true,
    openNow: typeof openNow === "boolean" ? openNow : null,
    hours: words(given["opening_hours"]),
    address: words(given["address"]),
    mapUrl: webAddress(given["map_url"]),
    waitingWeeks: count(given["waiting_weeks"]),
  };
}

function readSafety(value: unknown): Safety | null {
  const given = fields(value);
  const name = words(given["class"]);
  return name === null ? null : { name, level: words(given["level"]), sure: given["sure"] === true };
}

function readStep(value: unknown): Step | null {
  const given = fields(value);
  const number = count(given["number"]);
  const of = count(given["of"]);
  return number === null || of === null || number > of ? null : { number, of, optional: given["optional"] === true };
}

function present<T>(value: T | null): value is T {
  return value !== null;
}

/** A message, or null where it is none. */
export function readMessage(value: unknown): Message | null {
  const given = fields(value);
  const { seq, from, text } = given;
  if (typeof seq !== "number" || !Number.isInteger(seq) || typeof text !== "string" || !SENDERS.includes(String(from))) {
    return null;
  }
  return {
    seq,
    from: from as Sender,
    at: words(given["at"]) ?? "",
    text,
    key: words(given["key"]),
    buttons: list(given["buttons"]).map(readButton).filter(present),
    routes: list(given["routes"]).map(readRoute).filter(present),
    safety: readSafety(given["safety"]),
    step: readStep(given["step"]),
  };
}

export function readMessages(value: unknown): readonly Message[] {
  return list(value).map(readMessage).filter(present);
}

/** Who has the conversation, out of an answer that tells it; null where it does not. */
export function readStanding(value: unknown): Standing | null {
  const { state, place } = fields(value);
  if (typeof state !== "string" || !STATES.includes(state)) return null;
  return { state: state as State, place: state === "waiting" ? count(place) : null };
}

/** JSON, or null where it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** A member of an object, undefined where there is none. */
export function member(value: unknown, name: string): unknown {
  return fields(value)[name];
}
