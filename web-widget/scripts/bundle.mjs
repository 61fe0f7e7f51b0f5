// How the bundle is made, and how heavy it may be; shared by the build and by the test of its weight.
import { gzipSync } from "node:zlib";

export const MOST_BYTES = 35_000;

export const bundleOptions = {
  entryPoints: ["src/index.ts"],
  bundle: true,
  format: "esm",
  target: "es2021",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  define: { "process.env.NODE_ENV": '"production"' },
  conditions: ["production"],
  logLevel: "warning",
};

/** Bytes as a server sends them compressed. */
export function sizeOf(content) {
  return gzipSync(content, { level: 9 }).length;
}
