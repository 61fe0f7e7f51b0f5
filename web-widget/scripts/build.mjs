// Bundles the chat window into one ES module and writes its subresource integrity beside it.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { bundleOptions, sizeOf, MOST_BYTES } from "./bundle.mjs";

const outfile = "dist/vejviser-chat.js";
await build({ ...bundleOptions, outfile });
const content = readFileSync(outfile);
const size = sizeOf(content);
writeFileSync(`${outfile}.sri`, `sha384-${createHash("sha384").update(content).digest("base64")}\n`);
console.log(`${outfile}: ${size} bytes gzipped, ${MOST_BYTES} allowed`);
if (size > MOST_BYTES) process.exit(1);
