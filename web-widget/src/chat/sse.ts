/** Server-sent events out of chunks of text, after the WHATWG standard (fetch gives no EventSource with headers). */

export interface StreamEvent {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

export class EventParser {
  #rest = "";
  #id: string | null = null;
  #event = "";
  #data: string[] = [];

  /** The events that are complete with this chunk; comment lines and half events give none. */
  push(chunk: string): readonly StreamEvent[] {
    this.#rest += chunk;
    const done: StreamEvent[] = [];
    for (let end = this.#lineEnd(); end; end = this.#lineEnd()) {
      const line = this.#rest.slice(0, end.at);
      this.#rest = this.#rest.slice(end.at + end.length);
      const event = this.#read(line);
      if (event) done.push(event);
    }
    return done;
  }

  #lineEnd(): { at: number; length: number } | null {
    const found = /\r\n|\n|\r(?!$)/.exec(this.#rest);
    return found ? { at: found.index, length: found[0].length } : null;
  }

  #read(line: string): StreamEvent | null {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.#data.push(value);
    if (field === "event") this.#event = value;
    if (field === "id") this.#id = value;
    return null;
  }

  #dispatch(): StreamEvent | null {
    const event = this.#data.length > 0 ? { id: this.#id, event: this.#event || "message", data: this.#data.join("\n") } : null;
    this.#id = null;
    this.#event = "";
    this.#data = [];
    return event;
  }
}
