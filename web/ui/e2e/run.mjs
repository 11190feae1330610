// Runs the end-to-end tests: node e2e/run.mjs [NAME...]
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Of a whole file, since each wait in it has its own limit: for what waits without one. */
const FILE_MS = 1_800_000;
const folder = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder).filter(name => name.endsWith(".e2e.mjs") && (!wanted.length || wanted.some(word => name.includes(word))));
const failed = files.filter(name => !passes(name));
const again = failed.filter(name => !passes(name));
for (const name of failed) console.log(`${again.includes(name) ? "failed" : "passed at the second run only"}: ${name}`);
console.log(`${files.length} files of tests in the browser: ${again.length} failed, ${failed.length - again.length} passed at the second run only`);
process.exitCode = again.length ? 1 : 0;

function passes(name) {
    return spawnSync(process.execPath, ["--test", "--test-concurrency=1", `--test-timeout=${FILE_MS}`, join(folder, name)], { stdio: "inherit" }).status === 0;
}
