/** All bubbles in order, each once: what the server numbered, what is still on its way, and what could not be stored. */
import type { Message } from "./types.js";

/** On its way, or kept until somebody answers again. */
export type Unsent = "sending" | "waiting";
export type Sending = "no" | Unsent | "refused";

export interface Entry {
  /** Stays the same for a bubble while it is shown. */
  readonly id: string;
  readonly message: Message;
  readonly sending: Sending;
}

interface Placed extends Entry {
  /** Behind which number it stands, and in which order among those. */
  readonly after: number;
  readonly place: number;
  /** The number the server gave it, before the server's own copy is here. */
  readonly settled?: number;
}

export class Transcript {
  readonly #stored = new Map<number, Placed>();
  #loose: Placed[] = [];
  #places = 0;

  get lastSeq(): number {
    return Math.max(0, ...this.#stored.keys());
  }

  /** Everything that is shown, in order. */
  get entries(): readonly Entry[] {
    const shown = [...this.#stored.values(), ...this.#loose];
    return shown.sort((one, other) => one.after - other.after || one.place - other.place);
  }

  /** Takes a bubble from the server. False where it was here already. */
  take(message: Message): boolean {
    return message.seq > 0 ? this.#takeStored(message) : this.#takeLoose(message);
  }

  /** A message of the visitor's that is on its way. */
  addPending(id: string, text: string, at: string, sending: Unsent = "sending"): void {
    const message: Message = { seq: 0, from: "visitor", at, text, key: null, buttons: [], routes: [], safety: null, step: null };
    this.#loose.push(this.#placed(id, message, sending));
  }

  /** The server will not take it. */
  refuse(id: string): void {
    this.#loose = this.#loose.map((entry) => (entry.id === id ? { ...entry, sending: "refused" } : entry));
  }

  /** All that is not sent yet stands alike, whichever of it is being tried. */
  markUnsent(sending: Unsent): void {
    const unsent = (entry: Placed): boolean => entry.sending === "sending" || entry.sending === "waiting";
    this.#loose = this.#loose.map((entry) => (unsent(entry) ? { ...entry, sending } : entry));
  }

  /** The server stored it under `seq`: it stands there until the server's copy takes its place. */
  settle(id: string, seq: number): void {
    if (this.#stored.has(seq)) return this.drop(id);
    const settled = (entry: Placed): Placed => ({ ...entry, sending: "no", after: seq, place: 0, settled: seq });
    this.#loose = this.#loose.map((entry) => (entry.id === id ? settled(entry) : entry));
  }

  /** Behind everything that is here now. */
  toEnd(id: string): void {
    this.#loose = this.#loose.map((entry) => (entry.id === id ? { ...entry, after: this.lastSeq } : entry));
  }

  drop(id: string): void {
    this.#loose = this.#loose.filter((entry) => entry.id !== id);
  }

  clear(): void {
    this.#stored.clear();
    this.#loose = [];
  }

  #placed(id: string, message: Message, sending: Sending): Placed {
    this.#places += 1;
    return { id, message, sending, after: this.lastSeq, place: this.#places };
  }

  #takeStored(message: Message): boolean {
    if (this.#stored.has(message.seq)) return false;
    this.#loose = this.#loose.filter((entry) => entry.settled !== message.seq);
    this.#stored.set(message.seq, { id: `seq-${message.seq}`, message, sending: "no", after: message.seq, place: 0 });
    return true;
  }

  #takeLoose(message: Message): boolean {
    const twin = (entry: Placed): boolean =>
      entry.after === this.lastSeq && entry.message.key === message.key && entry.message.text === message.text;
    if (this.#loose.some(twin)) return false;
    this.#loose.push(this.#placed(`loose-${this.#places}`, message, "no"));
    return true;
  }
}
