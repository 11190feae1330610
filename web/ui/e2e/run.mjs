// Runs the end-to-end tests: node e2e/run.mjs [NAME...]
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder).filter(name => name.endsWith(".e2e.mjs") && (!wanted.length || wanted.some(word => name.includes(word))));
process.exitCode = spawnSync(process.execPath, ["--test", "--test-concurrency=1", "--test-timeout=120000", ...files.map(name => join(folder, name))], { stdio: "inherit" }).status ?? 1;
