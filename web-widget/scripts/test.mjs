// Runs the unit tests: TypeScript is bundled first, then node's own test runner reads the result.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const folder = mkdtempSync(join("node_modules", ".tests-"));
try {
  const entryPoints = readdirSync("tests").filter((name) => name.endsWith(".test.ts")).map((name) => join("tests", name));
  await build({
    entryPoints,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    logLevel: "warning",
  });
  const made = readdirSync(folder).map((name) => join(folder, name));
  const done = spawnSync(process.execPath, ["--test", "--test-reporter=dot", ...made], { stdio: "inherit" });
  process.exitCode = done.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
