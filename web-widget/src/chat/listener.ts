/**
 * Hears what is said in a conversation: by the stream, or by long poll where the stream is blocked.
 * Goes on until stopped: after every break it asks again for all that came after the last number it saw.
 */
import { AwayError, type ChatApi, ProblemError } from "./api.js";
import { parse, readMessage, readStanding } from "./read.js";
import { EventParser, type StreamEvent } from "./sse.js";
import type { Credentials, Message, Standing } from "./types.js";

export interface Hearing {
  /** The highest number seen. */
  lastSeq(): number;
  heard(message: Message): void;
  stands(standing: Standing): void;
  /** The connection works, or has been away for more than one try. */
  connected(up: boolean): void;
  /** The conversation does not exist any more. */
  gone(): void;
}

export interface Times {
  /** A stream that says nothing at first is held back by something on the way. */
  readonly firstEventMs: number;
  /** The server sends a comment at least every 20 seconds. */
  readonly silenceMs: number;
  readonly pollingMs: number;
  readonly waitSeconds: number;
  readonly shortestPauseMs: number;
  readonly longestPauseMs: number;
}

export const TIMES: Times = {
  firstEventMs: 5_000,
  silenceMs: 40_000,
  pollingMs: 120_000,
  waitSeconds: 25,
  shortestPauseMs: 250,
  longestPauseMs: 15_000,
};

class SilentError extends Error {}

export class Listener {
  #running: AbortController | null = null;
  #failures = 0;
  #silentStreams = 0;
  #pollUntil = 0;
  #wake: (() => void) | null = null;
  #lastByte = 0;

  constructor(
    private readonly api: ChatApi,
    private readonly who: Credentials,
    private readonly hearing: Hearing,
    private readonly times: Times = TIMES,
  ) {}

  start(): void {
    if (this.#running) return;
    this.#running = new AbortController();
    void this.#run(this.#running);
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
    this.#wake?.();
  }

  /** The network came back or the tab woke up: do not wait any longer. */
  wake(): void {
    const asleep = Date.now() - this.#lastByte > this.times.silenceMs;
    if (this.#running && asleep) {
      this.stop();
      this.start();
    }
    this.#wake?.();
  }

  /** Whether long poll is in use instead of the stream. */
  get polling(): boolean {
    return Date.now() < this.#pollUntil;
  }

  async #run(control: AbortController): Promise<void> {
    while (!control.signal.aborted) {
      try {
        if (this.polling) await this.#poll(control.signal, this.times.waitSeconds);
        else await this.#stream(control.signal);
      } catch (error) {
        if (control.signal.aborted) return;
        if (error instanceof ProblemError && error.status === 404) return this.hearing.gone();
        await this.#failed(error, control.signal);
      }
    }
  }

  async #failed(error: unknown, signal: AbortSignal): Promise<void> {
    this.#failures += 1;
    if (error instanceof SilentError) this.#silentStreams += 1;
    const works = await this.#pollWorks(signal);
    if (signal.aborted) return;
    if (works && (this.#silentStreams > 0 || this.#failures > 2)) {
      this.#silentStreams = 0;
      this.#pollUntil = Date.now() + this.times.pollingMs;
    }
    if (!works && this.#failures > 1) this.hearing.connected(false);
    await this.#pause(signal);
  }

  async #pollWorks(signal: AbortSignal): Promise<boolean> {
    try {
      await this.#poll(signal, 0, false);
      return true;
    } catch (error) {
      if (!signal.aborted && error instanceof ProblemError && error.status === 404) this.#end();
      return false;
    }
  }

  #end(): void {
    this.stop();
    this.hearing.gone();
  }

  async #poll(signal: AbortSignal, wait: number, counts = true): Promise<void> {
    const polled = await this.api.poll(this.who, this.hearing.lastSeq(), wait, signal);
    if (signal.aborted) return;
    this.#lastByte = Date.now();
    polled.messages.forEach((message) => this.hearing.heard(message));
    if (polled.standing) this.hearing.stands(polled.standing);
    this.hearing.connected(true);
    if (counts) this.#failures = 0;
  }

  /** Reads one stream to its end. An end after something was heard is no failure: servers restart. */
  async #stream(outer: AbortSignal): Promise<void> {
    const control = new AbortController();
    const abort = (): void => control.abort();
    outer.addEventListener("abort", abort);
    let heardAnything = false;
    let silent = false;
    const giveUp = (): void => {
      silent = !heardAnything;
      control.abort();
    };
    let timer = setTimeout(giveUp, this.times.firstEventMs);
    try {
      const answer = await this.api.stream(this.who, this.hearing.lastSeq(), control.signal);
      await this.#read(answer, (events) => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, this.times.silenceMs);
        if (outer.aborted) return;
        heardAnything ||= events.length > 0;
        this.#works();
        events.forEach((event) => this.#take(event));
      });
    } catch (error) {
      if (error instanceof ProblemError) throw error;
    } finally {
      clearTimeout(timer);
      control.abort();
      outer.removeEventListener("abort", abort);
    }
    if (outer.aborted) return;
    if (silent) throw new SilentError("the stream said nothing");
    if (!heardAnything) throw new AwayError("the stream broke at once");
    await this.#pause(outer);
  }

  #works(): void {
    this.#failures = 0;
    this.#silentStreams = 0;
    this.#lastByte = Date.now();
    this.hearing.connected(true);
  }

  async #read(answer: Response, take: (events: readonly StreamEvent[]) => void): Promise<void> {
    const reader = answer.body?.getReader();
    if (!reader) throw new SilentError("no body");
    const decoder = new TextDecoder();
    const parser = new EventParser();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      take(parser.push(decoder.decode(part.value, { stream: true })));
    }
  }

  #take(event: StreamEvent): void {
    const content = parse(event.data);
    if (event.event === "state") {
      const standing = readStanding(content);
      if (standing) this.hearing.stands(standing);
      return;
    }
    const message = readMessage(content);
    if (message) this.hearing.heard(message);
  }

  #pause(signal: AbortSignal): Promise<void> {
    const { shortestPauseMs, longestPauseMs } = this.times;
    const most = Math.min(longestPauseMs, shortestPauseMs * 2 ** (Math.min(this.#failures, 10) - 1));
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#wake = null;
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, most * (0.5 + Math.random() / 2));
      this.#wake = end;
      signal.addEventListener("abort", end);
    });
  }
}
