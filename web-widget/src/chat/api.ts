/** The calls of the chat API. One class, every call with a timeout, nothing kept. */
import { member, parse, readMessages, readStanding } from "./read.js";
import type { Credentials, Helped, Message, Posting, Standing } from "./types.js";

const CALL_MS = 12_000;

/** The server said no. `title` is Danish and may be shown; `messages` are bubbles that must be shown all the same. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly title: string | null,
    readonly messages: readonly Message[],
    readonly retryAfterMs: number | null,
  ) {
    super(`problem ${status}`);
  }

  /** Whether the same call may succeed later. */
  get passing(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

/** Nobody answered: no network, no server, or no answer in time. */
export class AwayError extends Error {}

export interface Opened {
  readonly credentials: Credentials;
  readonly messages: readonly Message[];
}

export interface Acknowledgement {
  readonly seq: number;
}

export interface Polled {
  readonly messages: readonly Message[];
  readonly standing: Standing | null;
}

export type Fetcher = (address: string, init: RequestInit) => Promise<Response>;

export class ChatApi {
  constructor(
    private readonly server: string,
    private readonly fetcher: Fetcher = (address, init) => fetch(address, init),
    private readonly callMs: number = CALL_MS,
  ) {}

  /** A new conversation. Raises ProblemError and AwayError, like every call here. */
  async open(topic: string | null): Promise<Opened> {
    const body = await this.#json("POST", "", null, topic ? { topic } : {});
    const id = member(body, "conversation_id");
    const token = member(body, "token");
    if (typeof id !== "string" || typeof token !== "string") throw new AwayError("no conversation");
    return { credentials: { id, token }, messages: readMessages(member(body, "messages")) };
  }

  async say(who: Credentials, posting: Posting): Promise<Acknowledgement> {
    const content = posting.button === undefined ? { text: posting.text } : { button: posting.button };
    const body = await this.#json("POST", "/messages", who, { client_id: posting.clientId, ...content });
    const seq = member(body, "seq");
    if (typeof seq !== "number") throw new AwayError("no acknowledgement");
    return { seq };
  }

  /** All messages after a number; the server holds the call up to `wait` seconds until there is one. */
  async poll(who: Credentials, after: number, wait: number, signal: AbortSignal): Promise<Polled> {
    const path = `/messages?after=${after}&wait=${wait}`;
    const body = await this.#json("GET", path, who, undefined, { signal, timeoutMs: wait * 1000 + this.callMs });
    return { messages: readMessages(member(body, "messages")), standing: readStanding(body) };
  }

  /** The opened stream; the caller reads its body and ends it by the signal. */
  async stream(who: Credentials, after: number, signal: AbortSignal): Promise<Response> {
    const init = this.#init("GET", who, undefined, signal);
    const headers = { ...(init.headers as Record<string, string>), Accept: "text/event-stream", "Last-Event-ID": String(after) };
    return this.#checked(await this.#reach(this.#address("/stream", who), { ...init, headers }));
  }

  async feedback(who: Credentials, helped: Helped, comment: string): Promise<void> {
    await this.#json("POST", "/feedback", who, comment ? { helped, comment } : { helped });
  }

  /** Delete the conversation. With `keepalive` the call outlives the page. */
  async remove(who: Credentials, keepalive = false): Promise<void> {
    await this.#json("DELETE", "", who, undefined, { keepalive });
  }

  #address(path: string, who: Credentials | null): string {
    const conversation = who ? `/${encodeURIComponent(who.id)}` : "";
    return `${this.server}/chat/v1/conversations${conversation}${path}`;
  }

  #init(method: string, who: Credentials | null, body: unknown, signal: AbortSignal): RequestInit {
    const headers: Record<string, string> = {};
    if (who) headers["Authorization"] = `Bearer ${who.token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const fixed: RequestInit = { mode: "cors", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
    return { ...fixed, method, headers, signal, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  }

  async #json(
    method: string,
    path: string,
    who: Credentials | null,
    body?: unknown,
    options: { signal?: AbortSignal; timeoutMs?: number; keepalive?: boolean } = {},
  ): Promise<unknown> {
    const control = new AbortController();
    const abort = (): void => control.abort();
    const timer = setTimeout(abort, options.timeoutMs ?? this.callMs);
    options.signal?.addEventListener("abort", abort);
    try {
      const init = { ...this.#init(method, who, body, control.signal), keepalive: options.keepalive ?? false };
      const answer = await this.#checked(await this.#reach(this.#address(path, who), init));
      return answer.status === 204 ? null : parse(await answer.text());
    } catch (error) {
      throw error instanceof ProblemError ? error : new AwayError("away");
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", abort);
    }
  }

  async #reach(address: string, init: RequestInit): Promise<Response> {
    try {
      return await this.fetcher(address, init);
    } catch {
      throw new AwayError("unreachable");
    }
  }

  async #checked(answer: Response): Promise<Response> {
    if (answer.ok) return answer;
    const body = parse(await answer.text());
    const title = member(body, "title");
    const seconds = Number(answer.headers.get("Retry-After") ?? Number.NaN);
    throw new ProblemError(
      answer.status,
      typeof title === "string" ? title : null,
      readMessages(member(body, "messages")),
      Number.isFinite(seconds) ? seconds * 1000 : null,
    );
  }
}
