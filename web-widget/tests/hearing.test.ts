import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatApi, type Fetcher } from "../src/chat/api.js";
import { Listener, type Times } from "../src/chat/listener.js";
import { Transcript } from "../src/chat/transcript.js";

const WHO = { id: "c", token: "t" };
const FAST: Times = { firstEventMs: 20, silenceMs: 60, pollingMs: 10_000, waitSeconds: 0, shortestPauseMs: 1, longestPauseMs: 2 };

function event(seq: number): string {
  const message = { seq, from: "bot", at: "", text: `number ${seq}`, key: null };
  return `id: ${seq}\nevent: message\ndata: ${JSON.stringify(message)}\n\n`;
}

function streamOf(text: string, init: RequestInit, ends: boolean): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (text) controller.enqueue(new TextEncoder().encode(text));
      if (ends) controller.close();
      else init.signal?.addEventListener("abort", () => controller.error(new DOMException("aborted")));
    },
  });
  return new Response(body, { status: 200 });
}

interface Server {
  stream(after: number, init: RequestInit): Response | "broken";
  poll?(after: number): Response | "broken";
}

/** Listens until `last` is heard or the conversation is gone, and tells how. */
async function listening(server: Server, last: number): Promise<{ heard: string[]; ups: boolean[]; gone: boolean; streams: number; polls: number }> {
  const told = { heard: [] as string[], ups: [] as boolean[], gone: false, streams: 0, polls: 0 };
  const transcript = new Transcript();
  const fetcher: Fetcher = async (address, init) => {
    const streams = address.endsWith("/stream");
    const after = streams
      ? Number((init.headers as Record<string, string>)["Last-Event-ID"])
      : Number(new URL(address).searchParams.get("after"));
    told[streams ? "streams" : "polls"] += 1;
    const answer = streams ? server.stream(after, init) : (server.poll?.(after) ?? "broken");
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (answer === "broken") throw new TypeError("network");
    return answer;
  };
  await new Promise<void>((resolve) => {
    const listener: Listener = new Listener(
      new ChatApi("https://chat.example", fetcher),
      WHO,
      {
        lastSeq: () => transcript.lastSeq,
        heard: (message) => {
          transcript.take(message);
          if (message.seq === last) done();
        },
        stands: () => undefined,
        connected: (up) => told.ups.push(up),
        gone: () => {
          told.gone = true;
          done();
        },
      },
      FAST,
    );
    const done = (): void => {
      listener.stop();
      resolve();
    };
    listener.start();
  });
  told.heard = transcript.entries.map(({ message }) => message.text);
  return told;
}

const upTo = (last: number): string[] => Array.from({ length: last }, (_, index) => `number ${index + 1}`);

test("after every break the stream is asked for what comes after the last number", async () => {
  const { heard, streams } = await listening({ stream: (after, init) => streamOf(event(after + 1), init, true) }, 25);
  assert.deepEqual(heard, upTo(25));
  assert.equal(streams, 25);
});

test("a stream that says nothing is given up for long poll", async () => {
  const poll = (after: number): Response => new Response(JSON.stringify({ messages: [JSON.parse(/data: (.*)/.exec(event(after + 1))?.[1] ?? "")], state: "bot" }));
  const { heard, streams, polls } = await listening({ stream: (_after, init) => streamOf("", init, false), poll }, 5);
  assert.deepEqual(heard, upTo(5));
  assert.equal(streams, 1);
  assert.equal(polls, 5);
});

test("a stream that falls silent after a while is opened again", async () => {
  const { heard, streams } = await listening({ stream: (after, init) => streamOf(event(after + 1), init, false) }, 3);
  assert.deepEqual(heard, upTo(3));
  assert.equal(streams, 3);
});

test("a server that is away is told, and told again when it is back", async () => {
  let tries = 0;
  const stream = (after: number, init: RequestInit): Response | "broken" => {
    tries += 1;
    return tries < 4 ? "broken" : streamOf(event(after + 1), init, false);
  };
  const { heard, ups } = await listening({ stream }, 1);
  assert.deepEqual(heard, upTo(1));
  assert.equal(ups[0], false);
  assert.equal(ups.at(-1), true);
});

test("a conversation that does not exist ends the listening", async () => {
  const missing = (): Response => new Response('{"title":"Findes ikke"}', { status: 404 });
  const { gone, streams } = await listening({ stream: missing, poll: missing }, 1);
  assert.deepEqual([gone, streams], [true, 1]);
});
