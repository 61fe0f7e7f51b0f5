import assert from "node:assert/strict";
import { test } from "node:test";
import { AwayError, ChatApi, type Fetcher, ProblemError } from "../src/chat/api.js";
import { Outbox } from "../src/chat/outbox.js";
import type { Posting } from "../src/chat/types.js";

const WHO = { id: "conversation", token: "secret" };

interface Call {
  readonly address: string;
  readonly init: RequestInit;
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

/** An API whose answers are given one after the other; a string is a broken connection. */
function scripted(...answers: readonly (Response | "broken")[]): { api: ChatApi; calls: Call[] } {
  const calls: Call[] = [];
  const waiting = [...answers];
  const fetcher: Fetcher = async (address, init) => {
    calls.push({ address, init });
    const answer = waiting.shift() ?? "broken";
    if (answer === "broken") throw new TypeError("network");
    return answer;
  };
  return { api: new ChatApi("https://chat.example", fetcher), calls };
}

function sent(api: ChatApi, postings: readonly Posting[]): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const log: string[] = [];
    const note = (text: string, last: boolean): void => {
      log.push(text);
      if (last) resolve(log);
    };
    const final = (posting: Posting): boolean => posting === postings.at(-1);
    const outbox = new Outbox(
      api,
      WHO,
      {
        acknowledged: (posting, seq) => note(`${posting.clientId} is ${seq}`, final(posting)),
        delayed: (posting, problem) => note(`${posting.clientId} waits ${problem?.status ?? "away"}`, false),
        refused: (posting, problem) => note(`${posting.clientId} refused ${problem.status}`, final(posting)),
      },
      1,
    );
    postings.forEach((posting) => outbox.add(posting));
  });
}

test("the token goes in a header, never in an address, and no cookie is sent", async () => {
  const { api, calls } = scripted(json(202, { seq: 3 }));
  await api.say(WHO, { clientId: "a", text: "hej" });
  assert.equal(calls[0]?.address, "https://chat.example/chat/v1/conversations/conversation/messages");
  assert.equal((calls[0]?.init.headers as Record<string, string>)["Authorization"], "Bearer secret");
  assert.equal(calls[0]?.init.credentials, "omit");
  assert.equal(calls[0]?.init.body, JSON.stringify({ client_id: "a", text: "hej" }));
});

test("a button is sent by its id", async () => {
  const { api, calls } = scripted(json(202, { seq: 3 }));
  await api.say(WHO, { clientId: "a", button: "2:1" });
  assert.equal(calls[0]?.init.body, JSON.stringify({ client_id: "a", button: "2:1" }));
});

test("a broken connection is tried again with the same client id until it is acknowledged", async () => {
  const { api, calls } = scripted("broken", json(503, { title: "Senere" }), json(200, { seq: 7, duplicate: true }));
  assert.deepEqual(await sent(api, [{ clientId: "a", text: "hej" }]), ["a waits away", "a waits 503", "a is 7"]);
  assert.equal(new Set(calls.map(({ init }) => init.body)).size, 1);
});

test("messages go one at a time and in order", async () => {
  const { api } = scripted(json(202, { seq: 1 }), "broken", json(202, { seq: 2 }), json(202, { seq: 3 }));
  const log = await sent(api, ["a", "b", "c"].map((clientId) => ({ clientId, text: clientId })));
  assert.deepEqual(log, ["a is 1", "b waits away", "b is 2", "c is 3"]);
});

test("what the server refuses is not tried again, and the next goes on", async () => {
  const { api } = scripted(json(413, { title: "For lang" }), json(202, { seq: 1 }));
  const log = await sent(api, [
    { clientId: "a", text: "x" },
    { clientId: "b", text: "y" },
  ]);
  assert.deepEqual(log, ["a refused 413", "b is 1"]);
});

test("a problem brings its Danish title, its bubbles and when to try again", async () => {
  const bubble = { seq: 0, from: "bot", at: "", text: "Ring her", key: "utter_outage_storage", routes: [], buttons: [] };
  const { api } = scripted(json(429, { title: "Vent lidt", messages: [bubble] }, { "Retry-After": "20" }));
  await assert.rejects(api.open("trivsel"), (error: unknown) => {
    assert.ok(error instanceof ProblemError);
    assert.deepEqual([error.title, error.messages[0]?.text, error.retryAfterMs, error.passing], ["Vent lidt", "Ring her", 20_000, true]);
    return true;
  });
});

test("an answer that is not the chat's own counts as nobody there", async () => {
  const { api } = scripted(new Response("<html>proxy</html>", { status: 201 }));
  await assert.rejects(api.open(null), AwayError);
});

test("a call that never ends is given up", async () => {
  const never: Fetcher = (_address, init) =>
    new Promise((_resolve, reject) => init.signal?.addEventListener("abort", () => reject(new DOMException("aborted"))));
  await assert.rejects(new ChatApi("https://chat.example", never, 5).open(null), AwayError);
});

test("deleting on the way out outlives the page", async () => {
  const { api, calls } = scripted(new Response(null, { status: 204 }));
  await api.remove(WHO, true);
  assert.deepEqual([calls[0]?.init.method, calls[0]?.init.keepalive], ["DELETE", true]);
});
