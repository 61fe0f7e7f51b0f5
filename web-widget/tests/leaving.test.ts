import assert from "node:assert/strict";
import { test } from "node:test";
import { uuid } from "../src/chat/ids.js";
import { TabStore } from "../src/chat/store.js";
import { ShiftCounter } from "../src/exit.js";

class Clock {
  now = 1_000_000;
  readonly read = (): number => this.now;
}

function press(counter: ShiftCounter, ...keys: readonly string[]): number | null {
  let missing: number | null = null;
  for (const key of keys) {
    counter.down(key, false);
    missing = counter.up(key);
  }
  return missing;
}

test("Shift three times leaves", () => {
  assert.equal(press(new ShiftCounter(), "Shift", "Shift", "Shift"), 0);
});

test("another key in between begins anew", () => {
  assert.equal(press(new ShiftCounter(), "Shift", "Shift", "a", "Shift"), 2);
});

test("Shift held for a capital letter counts nothing", () => {
  const counter = new ShiftCounter();
  counter.down("Shift", false);
  counter.down("A", false);
  counter.up("A");
  assert.equal(counter.up("Shift"), null);
});

test("a pause of more than five seconds begins anew", () => {
  const clock = new Clock();
  const counter = new ShiftCounter(clock.read);
  assert.equal(press(counter, "Shift", "Shift"), 1);
  clock.now += 6_000;
  assert.equal(press(counter, "Shift"), 2);
});

test("a key that is held down is one press", () => {
  const counter = new ShiftCounter();
  counter.down("Shift", false);
  for (let times = 0; times < 5; times += 1) counter.down("Shift", true);
  assert.equal(counter.up("Shift"), 2);
});

test("ids are random and well-formed, also without crypto.randomUUID", () => {
  const old = { getRandomValues: crypto.getRandomValues.bind(crypto) } as Crypto;
  const ids = Array.from({ length: 50 }, () => uuid(old));
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(ids).size, 50);
});

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}

test("the tab keeps id, token and number alone, and nothing after clearing", () => {
  const storage = memory();
  const store = new TabStore(() => storage);
  const more = { id: "c", token: "t", seq: 4, text: "hemmeligt" };
  store.write(more);
  assert.deepEqual(store.read(), { id: "c", token: "t", seq: 4 });
  assert.ok(!JSON.stringify([...Array(storage.length).keys()].map((n) => storage.getItem(storage.key(n) ?? ""))).includes("hemmeligt"));
  store.clear();
  assert.deepEqual([store.read(), storage.length], [null, 0]);
});

test("a forbidden or spoilt store is as none", () => {
  const forbidden = new TabStore(() => {
    throw new Error("forbidden");
  });
  forbidden.write({ id: "c", token: "t", seq: 1 });
  assert.equal(forbidden.read(), null);
  const storage = memory();
  storage.setItem("vejviser-chat", "{half");
  assert.equal(new TabStore(() => storage).read(), null);
});
