import assert from "node:assert/strict";
import { test } from "node:test";
import { Transcript } from "../src/chat/transcript.js";
import type { Message, Sender } from "../src/chat/types.js";

function said(seq: number, text: string, from: Sender = "bot"): Message {
  return { seq, from, at: "", text, key: null, buttons: [], routes: [], safety: null, step: null };
}

function texts(transcript: Transcript): readonly string[] {
  return transcript.entries.map(({ message }) => message.text);
}

test("bubbles stand in the server's order, whatever order they come in, each once", () => {
  const transcript = new Transcript();
  for (const seq of [2, 1, 3, 2, 1]) transcript.take(said(seq, String(seq)));
  assert.deepEqual(texts(transcript), ["1", "2", "3"]);
  assert.equal(transcript.lastSeq, 3);
});

test("a message on its way stands at the end until the server's copy takes its place", () => {
  const transcript = new Transcript();
  transcript.take(said(1, "greeting"));
  transcript.addPending("a", "hej", "");
  assert.deepEqual(texts(transcript), ["greeting", "hej"]);
  transcript.settle("a", 2);
  transcript.take(said(3, "answer"));
  assert.deepEqual(texts(transcript), ["greeting", "hej", "answer"]);
  transcript.take(said(2, "hej", "visitor"));
  assert.deepEqual(texts(transcript), ["greeting", "hej", "answer"]);
});

test("an acknowledgement that comes after the server's copy leaves one bubble", () => {
  const transcript = new Transcript();
  transcript.addPending("a", "hej", "");
  transcript.take(said(1, "hej", "visitor"));
  transcript.settle("a", 1);
  assert.deepEqual(texts(transcript), ["hej"]);
});

test("a bubble that could not be stored is shown once, however often it is said", () => {
  const transcript = new Transcript();
  transcript.take(said(4, "before"));
  for (let times = 0; times < 3; times += 1) transcript.take(said(0, "help"));
  transcript.take(said(5, "after"));
  assert.deepEqual(texts(transcript), ["before", "help", "after"]);
});

test("what was written before the greeting goes behind it", () => {
  const transcript = new Transcript();
  transcript.addPending("a", "hej", "");
  transcript.take(said(1, "greeting"));
  transcript.toEnd("a");
  assert.deepEqual(texts(transcript), ["greeting", "hej"]);
});

test("nothing is left after clearing", () => {
  const transcript = new Transcript();
  transcript.take(said(1, "x"));
  transcript.addPending("a", "y", "");
  transcript.clear();
  assert.deepEqual([texts(transcript), transcript.lastSeq], [[], 0]);
});

test("all that is not sent yet stands alike, and what was refused stays refused", () => {
  const transcript = new Transcript();
  transcript.addPending("a", "x", "");
  transcript.refuse("a");
  transcript.addPending("b", "y", "");
  transcript.addPending("c", "z", "", "waiting");
  const stand = (): readonly string[] => transcript.entries.map(({ sending }) => sending);
  transcript.markUnsent("waiting");
  assert.deepEqual(stand(), ["refused", "waiting", "waiting"]);
  transcript.settle("b", 1);
  transcript.markUnsent("sending");
  assert.deepEqual(stand(), ["refused", "sending", "no"]);
});
