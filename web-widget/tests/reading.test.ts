import assert from "node:assert/strict";
import { test } from "node:test";
import { dialled, readMessage, readMessages, readStanding, webAddress } from "../src/chat/read.js";
import { EventParser } from "../src/chat/sse.js";

const PLAIN = { seq: 3, from: "bot", at: "2026-11-24T09:00:00Z", text: "Hej", key: "utter_greet", buttons: [], routes: [], safety: null };

test("a message is read with its buttons, ways and safety", () => {
  const message = readMessage({
    ...PLAIN,
    buttons: [{ id: "3:0", title: "Ja" }],
    routes: [{ id: "x", name: "Et sted", phone: "116 111", open_now: true, url: "https://example.org", description: "Hvad det er" }],
    safety: { class: "crisis_suicide", level: "high", sure: true },
  });
  assert.deepEqual(message?.buttons, [{ id: "3:0", title: "Ja" }]);
  assert.equal(message?.routes[0]?.openNow, true);
  assert.equal(message?.routes[0]?.description, "Hvad det er");
  assert.deepEqual(message?.safety, { name: "crisis_suicide", level: "high", sure: true });
});

test("what is no message is left out, and the rest is kept", () => {
  const given = [null, 7, "x", [], {}, { ...PLAIN, seq: "3" }, { ...PLAIN, from: "stranger" }, { ...PLAIN, text: 1 }, PLAIN];
  assert.deepEqual(readMessages(given).map(({ seq }) => seq), [3]);
  assert.deepEqual(readMessages("nothing"), []);
});

test("broken buttons and ways are left out", () => {
  const message = readMessage({ ...PLAIN, buttons: [{ id: 1, title: "x" }, "y"], routes: [{ name: "no id" }, null] });
  assert.deepEqual([message?.buttons, message?.routes], [[], []]);
});

test("a way's opening is unknown unless it is told", () => {
  const route = (open_now: unknown): unknown => readMessage({ ...PLAIN, routes: [{ id: "x", name: "y", open_now }] })?.routes[0]?.openNow;
  assert.deepEqual([route(true), route(false), route(null), route("yes"), route(undefined)], [true, false, null, null, null]);
});

test("only web addresses are opened", () => {
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc/hosts", "https://a b", "", null, 7]) {
    assert.equal(webAddress(bad), null, String(bad));
  }
  assert.equal(webAddress("https://example.org/chat"), "https://example.org/chat");
});

test("only numbers are dialled", () => {
  assert.equal(dialled("116 111"), "116111");
  assert.equal(dialled("112"), "112");
  assert.equal(dialled("+45 11 61 11"), "+45116111");
  for (const bad of [null, "", "ring til os", "12", "1+1+1"]) assert.equal(dialled(bad), null, String(bad));
});

test("an unknown state is none", () => {
  assert.deepEqual(readStanding({ state: "staff" }), { state: "staff", place: null });
  assert.equal(readStanding({ state: "dancing" }), null);
  assert.equal(readStanding("staff"), null);
});

const STREAM = 'id: 1\nevent: message\ndata: {"a":1}\n\n: vejviser\n\nevent: state\ndata: {"state":"bot"}\n\nid: 2\r\ndata: x\r\ndata: y\r\n\r\n';
const EVENTS = [
  { id: "1", event: "message", data: '{"a":1}' },
  { id: null, event: "state", data: '{"state":"bot"}' },
  { id: "2", event: "message", data: "x\ny" },
];

test("events are the same however the stream is cut", () => {
  for (let size = 1; size <= STREAM.length; size += 1) {
    const parser = new EventParser();
    const events = [];
    for (let at = 0; at < STREAM.length; at += size) events.push(...parser.push(STREAM.slice(at, at + size)));
    assert.deepEqual(events, EVENTS, `pieces of ${size}`);
  }
});

test("a half event is not told", () => {
  assert.deepEqual(new EventParser().push("id: 1\ndata: half"), []);
});

test("the place in line is read only while the conversation waits", () => {
  assert.deepEqual(readStanding({ state: "waiting", place: 2 }), { state: "waiting", place: 2 });
  assert.deepEqual(readStanding({ state: "staff", place: 2 }), { state: "staff", place: null });
  assert.deepEqual(readStanding({ state: "waiting", place: "2" }), { state: "waiting", place: null });
});

test("which question of how many is read only where it makes sense", () => {
  const stepOf = (step: unknown) => readMessage({ ...PLAIN, step })?.step;
  assert.deepEqual(stepOf({ number: 3, of: 8, optional: true }), { number: 3, of: 8, optional: true });
  assert.deepEqual(stepOf({ number: 8, of: 8 }), { number: 8, of: 8, optional: false });
  for (const wrong of [undefined, null, 3, {}, { number: 9, of: 8 }, { number: 0, of: 8 }, { number: "3", of: 8 }]) {
    assert.equal(stepOf(wrong), null);
  }
});
