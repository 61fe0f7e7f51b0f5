import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
// @ts-expect-error plain JavaScript without types, shared with the build
import { bundleOptions, MOST_BYTES, sizeOf } from "../scripts/bundle.mjs";

const made = await build({ ...bundleOptions, write: false });
const bundle = made.outputFiles?.[0]?.contents ?? new Uint8Array();
const source = new TextDecoder().decode(bundle);

test("the bundle weighs at most 35 kB gzipped", () => {
  const bytes = sizeOf(bundle);
  assert.ok(bytes > 5_000 && bytes <= MOST_BYTES, `${bytes} bytes`);
});

test("112 and 116 111 are in the bundle, and no other number to dial", () => {
  const numbers = new Set(Array.from(source.matchAll(/tel:(\d+)/g), (found) => found[1]));
  assert.deepEqual(numbers, new Set(["112", "116111"]));
});

test("the bundle names no server but the neutral page", () => {
  const hosts = new Set(Array.from(source.matchAll(/https?:\/\/([a-z0-9.-]+)/g), (found) => found[1]));
  hosts.delete("www.w3.org"); // names of XML spaces, never asked
  assert.deepEqual(hosts, new Set(["www.dmi.dk"]));
});
