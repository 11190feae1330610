// Ten proxies ship to one store while `steno tail URL` and the page follow them; one is killed and goes on, another loses its network.
import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { connect, createServer as createRelay } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, openPage } from "./browser.mjs";
import { startPostgres, whyNoPostgres } from "./postgres.mjs";
import { callSteno, showSession, startSteno, startTail } from "./steno.mjs";

const PROXIES = 10;
const KILLED = 3;
const CUT_OFF = 7;
/** How long the network is away. */
const CUT_MS = 1000 * Number(process.env.STENO_E2E_CUT ?? 5);
const EVERY_MS = 100;
const PATIENCE_MS = 180_000;

const skip = whyNoPostgres() || false;
if (skip) console.log(`skipped: ${skip}`);
const folder = mkdtempSync(join(tmpdir(), "steno-fleet-"));
let origin, postgres, relay, tail, shown, browser, page, faults;
const recorders = [];
const answered = new Set();

/** Passes bytes to a server; while it is cut, nothing arrives and nobody is told. */
async function startRelay(port) {
  const sockets = new Set();
  let cut = false;
  const server = createRelay(client => {
    const target = connect(port, "127.0.0.1");
    for (const [from, to] of [[client, target], [target, client]]) {
      sockets.add(from);
      from.on("data", piece => cut || to.write(piece));
      from.on("error", () => to.destroy());
      from.on("close", () => void (sockets.delete(from), to.destroy()));
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const destroy = () => sockets.forEach(each => each.destroy());
  return {
    port: server.address().port,
    cut: () => void (cut = true),
    restore: () => void ((cut = false), destroy()), // what was lost of them cannot be made up
    stop: () => void (server.close(), destroy()),
  };
}

before(async () => {
  if (skip) return;
  origin = createServer((asked, response) => response.end(`you asked for ${asked.url}`)).listen(0, "127.0.0.1");
  await once(origin, "listening");
  postgres = await startPostgres();
  assert.equal((await callSteno("store", "init", postgres.url)).code, 0);
  const store = new URL(postgres.url);
  relay = await startRelay(Number(store.port));
  tail = startTail(postgres.url);
  for (let each = 0; each < PROXIES; each++) {
    const url = each === CUT_OFF ? postgres.url.replace(`:${store.port}/`, `:${relay.port}/`) : postgres.url;
    recorders.push(await startSteno("--durability", "strict", "--ship", url)); // what was answered is committed, also if it is killed
  }
  shown = await showSession(postgres.url, "--home", join(folder, "home"));
  browser = await launch();
  ({ page, faults } = await openPage(browser, shown.url));
});

after(async () => {
  await browser?.close();
  await shown?.stop();
  await tail?.stop();
  for (const each of recorders) await each.stop();
  relay?.stop();
  await postgres?.stop();
  origin?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends requests through a proxy, one after the other, until it is told to stop; failures of a killed one are left out. */
function load(recorder) {
  const [host, port] = recorders[recorder].proxy.split(":");
  const agent = new Agent({ keepAlive: true });
  let stopped = false;
  const done = (async () => {
    for (let each = 0; !stopped; each++) {
      const path = `/of-${recorder}-${load.runs}-${each}`;
      await new Promise(next => {
        const failed = () => next();
        const asked = request({ host, port, agent, path: `http://127.0.0.1:${origin.address().port}${path}`, headers: { host: "origin" } }, response => {
          response.resume().on("end", () => void (answered.add(path), next())).on("error", failed);
        });
        asked.on("error", failed).end();
      });
      await new Promise(next => setTimeout(next, EVERY_MS));
    }
    agent.destroy();
  })();
  load.runs += 1;
  return async () => {
    stopped = true;
    await done;
  };
}
load.runs = 0;

async function until(holds, what) {
  for (const end = Date.now() + PATIENCE_MS; !(await holds()); ) {
    if (Date.now() > end) assert.fail(what());
    await new Promise(next => setTimeout(next, EVERY_MS));
  }
}

async function stored() {
  const listed = await callSteno("ls", postgres.url, "--json");
  assert.equal(listed.code, 0, listed.err);
  return listed.out.trim().split("\n").filter(Boolean).map(line => JSON.parse(line));
}

test("ten proxies, of which one is killed and one loses its network, have one record, without a gap and nothing twice", { skip }, async () => {
  const ends = recorders.map((_, each) => load(each));
  await until(() => answered.size > 20 * PROXIES, () => `${answered.size} requests were answered`);

  relay.cut();
  process.kill(recorders[KILLED].pid, "SIGKILL");
  await ends[KILLED]();
  await recorders[KILLED].restart();
  ends[KILLED] = load(KILLED);
  await new Promise(next => setTimeout(next, CUT_MS));
  relay.restore();
  const enough = answered.size + 20 * PROXIES;
  await until(() => answered.size > enough, () => `${answered.size} requests were answered`);
  await Promise.all(ends.map(end => end()));

  let flows = [];
  const lacking = () => [...answered].filter(path => !flows.some(flow => flow.url?.endsWith(path) || flow.path === path));
  await until(async () => (flows = await stored()).length >= answered.size && !lacking().length, () => `the store lacks ${lacking()}`);
  const ended = flows.filter(flow => flow.state === "complete");
  assert.equal(new Set(flows.map(flow => flow.id)).size, flows.length);
  assert.equal(ended.length, new Set(ended.map(flow => flow.url ?? flow.path)).size);
  assert.equal(new Set(flows.map(flow => flow.id.split(".")[0])).size, PROXIES);

  await until(() => tail.lines().length >= ended.length, () => `${tail.lines().length} of ${ended.length} flows were followed`);
  const numbers = tail.lines().map(line => /\d+\.\d+/.exec(line)?.[0]);
  assert.equal(new Set(numbers).size, numbers.length);
  await until(async () => Number(await page.locator("[aria-rowcount]").first().getAttribute("aria-rowcount")) >= flows.length, () => "the page lacks flows");
  assert.deepEqual(faults, []);
  console.log(`${PROXIES} proxies: ${answered.size} requests answered, ${flows.length} flows in the store, ${numbers.length} followed; network away for ${CUT_MS / 1000} s`);
});
