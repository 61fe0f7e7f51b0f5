/**
 * One conversation of a visitor's: opening or resuming, sending, hearing, deleting. Knows nothing of the page.
 * Tells its owner by `changed` that something is to be drawn, and by `arrived` that a bubble is new to the visitor.
 */
import { type ChatApi, ProblemError } from "./api.js";
import { uuid } from "./ids.js";
import { Listener, TIMES, type Times } from "./listener.js";
import { Outbox } from "./outbox.js";
import type { TabStore } from "./store.js";
import { type Entry, Transcript } from "./transcript.js";
import type { Button, Credentials, Helped, Message, Posting, State } from "./types.js";

/** `none`: not begun. `gone`: the server knows it no more. `deleted`: the visitor had it deleted. */
export type Phase = "none" | "opening" | "open" | "gone" | "deleted";

export interface Owner {
  changed(): void;
  arrived(message: Message): void;
  /** A text that the server did not take comes back, so that it can be changed. */
  refused(text: string): void;
}

/** After this long without an answer the widget itself shows where help is. */
const LATE_MS = 9_000;
const OPEN_AGAIN_MS = 4_000;

export class Conversation {
  phase: Phase = "none";
  state: State = "bot";
  /** False while the connection is away. */
  up = true;
  /** An answer is expected. */
  waiting = false;
  /** An answer is expected and late, or the server cannot be reached. */
  late = false;
  /** The Danish title of the newest problem, or null. */
  problem: string | null = null;

  readonly transcript = new Transcript();
  #who: Credentials | null = null;
  #listener: Listener | null = null;
  #outbox: Outbox | null = null;
  #lateTimer: ReturnType<typeof setTimeout> | undefined;
  #againTimer: ReturnType<typeof setTimeout> | undefined;
  /** Numbers up to this were read before the page was loaded. */
  readBefore = 0;
  #ownSeq = 0;
  #heardOwn = false;
  readonly #early: Posting[] = [];

  constructor(
    private readonly api: ChatApi,
    private readonly store: TabStore,
    private readonly owner: Owner,
    private readonly topic: () => string | null,
    private readonly times: Times = TIMES,
    private readonly lateMs: number = LATE_MS,
  ) {}

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
    } else void this.#open();
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
    if (this.phase === "opening" && this.late) void this.#open();
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

  /** Deletes on the server, then here. Raises what the call raises; then nothing here is lost. A conversation gone already counts as deleted. */
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

  async #open(): Promise<void> {
    clearTimeout(this.#againTimer);
    this.phase = "opening";
    this.#expect();
    this.owner.changed();
    try {
      const opened = await this.api.open(this.topic());
      if (this.#phaseNow() !== "opening") return;
      this.#follow(opened.credentials);
      opened.messages.forEach((message) => this.#heard(message));
      this.#sendEarly();
    } catch (error) {
      if (this.#phaseNow() === "opening") this.#notOpened(error);
    }
  }

  /** Read again: it may have changed while a call was under way. */
  #phaseNow(): Phase {
    return this.phase;
  }

  #notOpened(error: unknown): void {
    const problem = error instanceof ProblemError ? error : null;
    this.#explain(problem);
    this.late = true;
    this.#againTimer = setTimeout(() => void this.#open(), problem?.retryAfterMs ?? OPEN_AGAIN_MS);
    this.owner.changed();
  }

  #follow(who: Credentials): void {
    this.#who = { id: who.id, token: who.token };
    this.phase = "open";
    this.problem = null;
    this.#settled();
    this.#remember();
    this.#outbox = new Outbox(this.api, this.#who, {
      acknowledged: (posting, seq) => this.#acknowledged(posting, seq),
      delayed: (posting, problem) => this.#delayed(posting, problem),
      refused: (posting, problem) => this.#refused(posting, problem),
    });
    this.#listener = new Listener(this.api, this.#who, this.#hearing(), this.times);
    this.#listener.start();
    this.owner.changed();
  }

  #hearing(): ConstructorParameters<typeof Listener>[2] {
    return {
      lastSeq: () => this.transcript.lastSeq,
      heard: (message) => this.#heard(message),
      state: (state) => this.#stateIs(state),
      connected: (up) => this.#connected(up),
      gone: () => this.#forget("gone"),
    };
  }

  #heard(message: Message): void {
    const newest = this.transcript.lastSeq;
    if (!this.transcript.take(message)) return;
    if (message.from === "visitor") this.#heardOwnOf(message.seq > newest);
    else if (message.seq === 0 || message.seq > this.#ownSeq) this.#settled();
    this.#remember();
    if (message.from !== "visitor" && (message.seq === 0 || message.seq > this.readBefore)) this.owner.arrived(message);
    this.owner.changed();
  }

  /** What was written before there was a conversation goes behind the greeting. */
  #sendEarly(): void {
    for (const posting of this.#early.splice(0)) {
      this.transcript.toEnd(posting.clientId);
      this.#expect();
      this.#outbox?.add(posting);
    }
  }

  #heardOwnOf(fresh: boolean): void {
    if (fresh && this.busy) this.#heardOwn = true;
  }

  #stateIs(state: State): void {
    this.state = state;
    if (state === "waiting" || state === "staff") this.#settled();
    this.owner.changed();
  }

  #connected(up: boolean): void {
    if (up === this.up) return;
    this.up = up;
    if (up) {
      this.problem = null;
      this.#outbox?.wake();
      if (!this.waiting) this.late = false;
    } else this.late = true;
    this.owner.changed();
  }

  #send(posting: Posting, shown: string): void {
    this.problem = null;
    this.transcript.addPending(posting.clientId, shown, new Date().toISOString());
    if (this.state === "bot") this.#expect();
    if (this.#outbox) this.#outbox.add(posting);
    else this.#early.push(posting);
    this.owner.changed();
  }

  #acknowledged(posting: Posting, seq: number): void {
    this.#heardOwn = false;
    this.#ownSeq = Math.max(this.#ownSeq, seq);
    this.problem = null;
    this.transcript.settle(posting.clientId, seq);
    const answered = this.transcript.entries.some(({ message }) => message.seq > seq && message.from !== "visitor");
    if (answered && !this.busy) this.#settled();
    this.owner.changed();
  }

  #delayed(posting: Posting, problem: ProblemError | null): void {
    this.transcript.mark(posting.clientId, "waiting");
    this.#explain(problem);
    if (!problem) this.late = true;
    this.owner.changed();
  }

  #refused(posting: Posting, problem: ProblemError): void {
    if (problem.status === 404) return this.#forget("gone");
    this.#heardOwn = false;
    this.#explain(problem);
    this.#settled();
    if (posting.text === undefined) this.transcript.drop(posting.clientId);
    else {
      this.transcript.mark(posting.clientId, "refused");
      this.owner.refused(posting.text);
    }
    this.owner.changed();
  }

  #explain(problem: ProblemError | null): void {
    this.problem = problem?.title ?? null;
    problem?.messages.forEach((message) => this.#heard(message));
  }

  #expect(): void {
    this.waiting = true;
    clearTimeout(this.#lateTimer);
    this.#lateTimer = setTimeout(() => {
      this.late = true;
      this.owner.changed();
    }, this.lateMs);
  }

  #settled(): void {
    this.waiting = false;
    this.late = !this.up;
    clearTimeout(this.#lateTimer);
  }

  #remember(): void {
    if (this.#who) this.store.write({ ...this.#who, seq: Math.max(this.transcript.lastSeq, this.readBefore) });
  }

  #forget(phase: Phase): void {
    this.#listener?.stop();
    this.#outbox?.stop();
    clearTimeout(this.#againTimer);
    clearTimeout(this.#lateTimer);
    this.#listener = this.#outbox = this.#who = null;
    this.readBefore = this.#ownSeq = this.#early.length = 0;
    this.#heardOwn = this.waiting = this.late = false;
    this.problem = null;
    this.state = "bot";
    this.up = true;
    this.transcript.clear();
    this.store.clear();
    this.phase = phase;
    this.owner.changed();
  }
}
