// Starts a Steno of its own for a test: temporary home and session, free ports, the UI at an address that it prints.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
/** The command that starts Steno; STENO names another one than the launcher of the checkout. */
const command = (process.env.STENO ?? join(root, "steno")).split(" ");
const START_MS = 600_000;

/** Starts `steno run` with further arguments. Call `stop` at the end. */
export function startSteno(...args) {
  return startCommand(["run"], ...args);
}

/** Starts `steno mock` of a recorded session with further arguments. Call `stop` at the end. */
export function startMock(recorded, ...args) {
  return startCommand(["mock", recorded], ...args);
}

/** Starts `steno web` of a session that no Steno with an API records to. Call `stop` at the end. */
export async function showSession(session, ...args) {
  const running = await start(["web", session, ...args], /(http:\/\/127\.0\.0\.1:\d+\/\?opened=\S+#login=\S+)/);
  return { url: running.found.url, output: running.output, stop: () => end(running) };
}

/** Starts `steno ship --follow` of a session that is being recorded. Call `stop` at the end. */
export function startShipping(session, store, ...args) {
  const [program, ...first] = command;
  const child = spawn(program, [...first, "ship", session, store, "--follow", ...args], { stdio: "ignore" });
  return { stop: () => end({ child, ended: new Promise(done => (child.exitCode === null ? child.once("exit", done) : done())) }) };
}

/** Starts `steno tail` of a store; `lines` are those that it has printed. Call `stop` at the end. */
export function startTail(store) {
  const [program, ...first] = command;
  const child = spawn(program, [...first, "tail", store], { stdio: ["ignore", "pipe", "ignore"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", piece => void (output += piece));
  return {
    lines: () => output.split("\n").slice(0, -1),
    stop: () => end({ child, ended: new Promise(done => (child.exitCode === null ? child.once("exit", done) : done())) }),
  };
}

/** Runs a command that ends; resolves to its exit code and what it printed. */
export async function callSteno(...args) {
  const [program, ...first] = command;
  const child = spawn(program, [...first, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const printed = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", piece => void (printed.out += piece));
  child.stderr.setEncoding("utf8").on("data", piece => void (printed.err += piece));
  const [code] = await once(child, "close");
  return { code, ...printed };
}

async function startCommand(words, ...args) {
  const folder = mkdtempSync(join(tmpdir(), "steno-e2e-"));
  const given = args.indexOf("--session");
  const session = given < 0 ? join(folder, "shop.steno") : args.splice(given, 2)[1];
  const home = join(folder, "home");
  let running = await start([...words, "--home", home, "--listen", "127.0.0.1:0", "--web", "127.0.0.1:0", "--session", session, ...args]);
  return {
    ...running.found,
    folder,
    session,
    ca: join(home, "ca.pem"),
    output: () => running.output(),
    get pid() {
      return running.child.pid;
    },
    /** Ends it and starts it again with the same session and addresses. */
    async restart() {
      await end(running);
      const web = new URL(running.found.url).host;
      running = await start([...words, "--home", home, "--listen", running.found.proxy, "--web", web, "--session", session, ...args]);
    },
    async stop() {
      await end(running);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param shows what it prints once it answers, if it is no proxy: its first group is the URL */
async function start(args, shows = null) {
  const [program, ...first] = command;
  const child = spawn(program, [...first, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const found = await new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error(`steno did not start:\n${output}`)), START_MS);
    const read = chunk => {
      output += chunk;
      const alone = shows?.exec(output);
      if (alone) {
        clearTimeout(timer);
        found({ url: alone[1] });
        return;
      }
      const proxy = /listening on \S*?(127\.0\.0\.1:\d+)/.exec(output);
      const web = /(http:\/\/127\.0\.0\.1:\d+\/#login=\S+)/.exec(output);
      if (proxy && web) {
        clearTimeout(timer);
        found({ proxy: proxy[1], url: web[1] });
      }
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.on("exit", code => failed(new Error(`steno ended with ${code}:\n${output}`)));
  });
  return { child, found, output: () => output, ended: new Promise(done => child.once("exit", done)) };
}

async function end({ child, ended }) {
  child.kill("SIGTERM");
  await ended;
}
