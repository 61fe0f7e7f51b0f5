// What ready chat windows weigh beside this one: each package's own browser file as published, fetched by npm and gzipped.
// `npm run --silent weights > ../docs/widget-size.md`, after `npm run build`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MOST_BYTES, sizeOf } from "./bundle.mjs";

const OTHERS = [
  ["deep-chat", "2.4.2", "dist/deepChat.bundle.js"],
  ["rasa-webchat", "1.0.1", "module/index.js"],
  ["@typebot.io/js", "0.10.7", "dist/web.js"],
  ["@n8n/chat", "1.37.0", "dist/chat.bundle.es.js"],
  ["botframework-webchat", "4.18.1", "dist/webchat-minimal.js"],
];

const folder = mkdtempSync(join(tmpdir(), "weights-"));

function weigh(name, version, file) {
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, `${name}@${version}`], { encoding: "utf8" });
  const content = execFileSync("tar", ["-xzOf", join(folder, packed.trim()), `package/${file}`], { maxBuffer: 2 ** 28 });
  return sizeOf(content);
}

const row = (name, file, bytes, own) => `| ${name} | \`${file}\` | ${bytes.toLocaleString("en")} | ${(bytes / own).toFixed(1)} |`;

try {
  const own = sizeOf(readFileSync("dist/vejviser-chat.js"));
  const measured = OTHERS.map(([name, version, file]) => row(`${name} ${version}`, file, weigh(name, version, file), own));
  console.log(`# What the chat window weighs beside ready ones

Each package's own browser file as published on npm, gzipped at level 9. A test holds ours at ${MOST_BYTES.toLocaleString("en")} bytes at most
(\`web-widget/tests/bundle.test.ts\`). Made by \`npm run build && npm run --silent weights > ../docs/widget-size.md\` in \`web-widget/\`.

| window | file | bytes gzipped | times ours |
| --- | --- | --- | --- |
${[row("this one", "dist/vejviser-chat.js", own, own), ...measured].join("\n")}

They were weighed, not tried: what each of them can do, and how well, this table does not say.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
