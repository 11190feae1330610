// Compiles test/*.test.ts and runs them: node build/test.mjs [NAME...]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const out = mkdtempSync(join(tmpdir(), "steno-ui-"));
const wanted = process.argv.slice(2);
try {
  const tests = readdirSync(join(root, "test"))
    .filter(name => /\.test\.tsx?$/.test(name) && (!wanted.length || wanted.some(word => name.includes(word))));
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: tests.map(name => `test/${name}`),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "warning",
  });
  const files = tests.map(name => join(out, name.replace(/\.tsx?$/, ".mjs")));
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
