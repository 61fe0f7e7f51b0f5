/**
 * One conversation of a visitor's: opening or resuming, sending, hearing, deleting. Knows nothing of the page.
 * Tells its owner by `changed` that something is to be drawn, and by `arrived` that a bubble is new to the visitor.
 */
import { type ChatApi, type Opened, ProblemError } from "./api.js";
import { uuid } from "./ids.js";
import { type Hearing, Listener } from "./listener.js";
import { Opener } from "./opener.js";
import { Outbox, type Sent } from "./outbox.js";
import { Patience } from "./patience.js";
import type { TabStore } from "./store.js";
import { type Entry, Transcript, type Unsent } from "./transcript.js";
import type { Button, Credentials, Helped, Message, Posting, Standing, State } from "./types.js";

/** `none`: not begun. `gone`: the server knows it no more. `deleted`: the visitor had it deleted. */
export type Phase = "none" | "opening" | "open" | "gone" | "deleted";

export interface Owner {
  changed(): void;
  arrived(message: Message): void;
  /** A text that the server did not take comes back, so that it can be changed. */
  refused(text: string): void;
}

/** One failed call may be a lift or a tunnel; two are an absence. */
const FAILURES_TO_BE_AWAY = 2;

export class Conversation implements Hearing, Sent {
  phase: Phase = "none";
  standing: State = "bot";
  /** The visitor's number in the line for a person, where it is known. */
  place: number | null = null;
  /** False while the connection is away. */
  up = true;
  /** The Danish title of the newest problem, or null. */
  problem: string | null = null;
  /** Numbers up to this were read before the page was loaded. */
  readBefore = 0;
  /** All that was said before is here. */
  caughtUp = false;

  readonly transcript = new Transcript();
  readonly patience = new Patience(() => this.owner.changed());
  readonly #opener: Opener;
  readonly #early: Posting[] = [];
  #who: Credentials | null = null;
  #listener: Listener | null = null;
  #outbox: Outbox | null = null;
  #failures = 0;
  #ownSeq = 0;
  #heardOwn = false;
  #unsent: Unsent = "sending";

  constructor(
    private readonly api: ChatApi,
    private readonly store: TabStore,
    private readonly owner: Owner,
    private readonly topic: () => string | null,
  ) {
    this.#opener = new Opener(
      api,
      (opened) => this.#opened(opened),
      (problem) => this.#notOpened(problem),
    );
  }

  /** What is shown. A message under way is left out once the server's copy of it is here. */
  get entries(): readonly Entry[] {
    const shadowed = this.#heardOwn ? this.#outbox?.current?.clientId : null;
    return this.transcript.entries.filter((entry) => entry.id !== shadowed);
  }

  /** Whether this tab has a conversation to go on with. */
  get resumable(): boolean {
    return this.#who !== null || this.store.read() !== null;
  }

  get busy(): boolean {
    return this.#outbox?.current != null;
  }

  /** Goes on with the tab's conversation, or begins one. Does nothing while one is running. */
  begin(): void {
    if (this.phase === "opening" || this.phase === "open") return;
    const kept = this.store.read();
    if (kept) {
      this.readBefore = kept.seq;
      this.#follow(kept);
    } else {
      this.phase = "opening";
      this.patience.expect();
      void this.#opener.start(this.topic());
    }
    this.owner.changed();
  }

  say(text: string): void {
    this.#send({ clientId: uuid(), text }, text);
  }

  press(button: Button): void {
    this.#send({ clientId: uuid(), button: button.id }, button.title);
  }

  /** The page is visible again, or the network is back. */
  wake(): void {
    this.#listener?.wake();
    this.#outbox?.wake();
    if (this.phase === "opening" && this.patience.late) void this.#opener.start(this.topic());
  }

  /** The page goes into the background for good; `resume` takes it up again. */
  pause(): void {
    this.#listener?.stop();
  }

  resume(): void {
    this.#listener?.start();
  }

  async feedback(helped: Helped, comment: string): Promise<void> {
    if (this.#who) await this.api.feedback(this.#who, helped, comment);
  }

  /** Deletes on the server, then here. Raises what the call raises; then nothing here is lost. Gone already counts as deleted. */
  async remove(): Promise<void> {
    const who = this.#who ?? this.store.read();
    try {
      if (who) await this.api.remove(who);
    } catch (error) {
      if (!(error instanceof ProblemError && error.status === 404)) throw error;
    }
    this.#forget("deleted");
  }

  /** Leaves without a trace: forgets at once and tells the server by a call that outlives the page. */
  leave(): void {
    const who = this.#who ?? this.store.read();
    this.#forget("none");
    if (who) this.api.remove(who, true).catch(() => undefined);
  }

  /** Ready to begin anew, after the visitor has seen that the old one is no more. */
  reset(): void {
    this.#forget("none");
  }

  lastSeq(): number {
    return this.transcript.lastSeq;
  }

  heard(message: Message): void {
    const fresh = message.seq > this.lastSeq();
    if (!this.transcript.take(message)) return;
    if (message.from === "visitor") this.#heardOwn ||= fresh && this.busy;
    else if (message.seq === 0 || message.seq > this.#ownSeq) this.patience.settle(!this.up);
    this.#remember();
    if (message.from !== "visitor" && (message.seq === 0 || message.seq > this.readBefore)) this.owner.arrived(message);
    this.owner.changed();
  }

  stands({ state, place }: Standing): void {
    this.standing = state;
    this.place = place;
    this.caughtUp = true;
    if (state === "staff") this.patience.settle(!this.up);
    this.owner.changed();
  }

  connected(up: boolean): void {
    if (up === this.up) return;
    this.up = up;
    this.#holds(up ? "sending" : "waiting");
    if (up) {
      this.problem = null;
      this.#outbox?.wake();
      if (!this.patience.waiting) this.patience.late = false;
    } else this.patience.late = true;
    this.owner.changed();
  }

  gone(): void {
    this.#forget("gone");
  }

  acknowledged(posting: Posting, seq: number): void {
    this.#heardOwn = false;
    this.#failures = 0;
    this.#ownSeq = Math.max(this.#ownSeq, seq);
    this.problem = null;
    this.transcript.settle(posting.clientId, seq);
    this.#holds("sending");
    const answered = this.transcript.entries.some(({ message }) => message.seq > seq && message.from !== "visitor");
    if (answered && !this.busy) this.patience.settle(!this.up);
    this.owner.changed();
  }

  delayed(_posting: Posting, problem: ProblemError | null): void {
    this.#holds("waiting");
    this.#explain(problem);
    this.#failures += 1;
    if (!problem && this.#failures >= FAILURES_TO_BE_AWAY) this.patience.late = true;
    this.owner.changed();
  }

  refused(posting: Posting, problem: ProblemError): void {
    if (problem.status === 404) return this.gone();
    this.#heardOwn = false;
    this.#holds("sending");
    this.#explain(problem);
    this.patience.settle(!this.up);
    if (posting.text === undefined) this.transcript.drop(posting.clientId);
    else {
      this.transcript.refuse(posting.clientId);
      this.owner.refused(posting.text);
    }
    this.owner.changed();
  }

  #opened(opened: Opened): void {
    this.#follow(opened.credentials);
    opened.messages.forEach((message) => this.heard(message));
    this.#sendEarly();
  }

  #notOpened(problem: ProblemError | null): void {
    this.#holds("waiting");
    this.#explain(problem);
    this.patience.late = true;
    this.owner.changed();
  }

  #follow(who: Credentials): void {
    this.#who = { id: who.id, token: who.token };
    this.phase = "open";
    this.problem = null;
    this.patience.settle(false);
    this.#remember();
    this.#outbox = new Outbox(this.api, this.#who, this);
    this.#listener = new Listener(this.api, this.#who, this);
    this.#listener.start();
  }

  #send(posting: Posting, shown: string): void {
    this.problem = null;
    this.transcript.addPending(posting.clientId, shown, new Date().toISOString(), this.#unsent);
    if (this.standing !== "staff") this.patience.expect();
    if (this.#outbox) this.#outbox.add(posting);
    else this.#early.push(posting);
    this.owner.changed();
  }

  /** What was written before there was a conversation goes behind the greeting. */
  #sendEarly(): void {
    this.#holds("sending");
    for (const posting of this.#early.splice(0)) {
      this.transcript.toEnd(posting.clientId);
      this.patience.expect();
      this.#outbox?.add(posting);
    }
    this.owner.changed();
  }

  #holds(unsent: Unsent): void {
    this.#unsent = unsent;
    this.transcript.markUnsent(unsent);
  }

  #explain(problem: ProblemError | null): void {
    this.problem = problem?.title ?? null;
    problem?.messages.forEach((message) => this.heard(message));
  }

  #remember(): void {
    if (this.#who) this.store.write({ ...this.#who, seq: Math.max(this.lastSeq(), this.readBefore) });
  }

  #forget(phase: Phase): void {
    this.#opener.stop();
    this.#listener?.stop();
    this.#outbox?.stop();
    this.#listener = this.#outbox = this.#who = null;
    this.readBefore = this.#ownSeq = this.#failures = this.#early.length = 0;
    this.#heardOwn = this.caughtUp = false;
    this.#unsent = "sending";
    this.problem = null;
    this.standing = "bot";
    this.place = null;
    this.up = true;
    this.patience.settle(false);
    this.transcript.clear();
    this.store.clear();
    this.phase = phase;
    this.owner.changed();
  }
}
