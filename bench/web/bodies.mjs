// Measures the detail of flows in Chromium: node bench/web/bodies.mjs [--messages N] [--seconds S]
// Prints one line for each figure, beside the bar that it must stay within. Needs web/ui/node_modules (npm ci).
import { fetchThrough, lineAt, socketThrough, startBodies } from "../../web/ui/e2e/bodies.mjs";
import { launch, openPage } from "../../web/ui/e2e/browser.mjs";
import { startSteno } from "../../web/ui/e2e/steno.mjs";

const option = (name, usual) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : usual);
const MESSAGES = option("--messages", 1_000_000);
const SECONDS = option("--seconds", 20);
const RUNS = option("--runs", 5);

const origin = await startBodies();
const steno = await startSteno();
let flows = 0;
const record = async path => {
  await fetchThrough(steno.proxy, `http://${origin.host}${path}`);
  return ++flows;
};
const huge = await record("/huge");
const json = await record("/json");
const small = await record("/bidi");
const browser = await launch();
const { page } = await openPage(browser, steno.url);
const devtools = await page.context().newCDPSession(page);
await devtools.send("Performance.enable", { timeDomain: "threadTicks" });

async function metrics() {
  const { metrics: all } = await devtools.send("Performance.getMetrics");
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

async function heap() {
  await devtools.send("HeapProfiler.collectGarbage");
  return (await metrics()).JSHeapUsedSize;
}

/** Milliseconds from a change of the address until a row or the last row has a text, in a painted frame, measured within the page. */
function shown(hash, text, rows = ".body-view .line") {
  return page.evaluate(([hash, text, rows]) => new Promise((done, failed) => {
    const begin = performance.now();
    location.hash = hash;
    const look = () => {
      const found = [...document.querySelectorAll(rows)].some(row => row.textContent.includes(text));
      if (found) requestAnimationFrame(() => done(performance.now() - begin));
      else if (performance.now() - begin > 60_000) failed(new Error(`not shown: ${hash}`));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }), [hash, text, rows]);
}

const middle = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const figure = (what, value, unit, bar) => {
  console.log(`${what.padEnd(52)} ${value.toFixed(unit === "ms" ? 0 : 2).padStart(9)} ${unit.padEnd(4)} bar ${bar}`);
};

async function repeated(hash, text, rows) {
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    await shown(`#/flows?flow=${small}&tab=response`, "invoice");
    times.push(await shown(hash, text, rows));
  }
  return middle(times);
}

try {
  await shown(`#/flows?flow=${small}&tab=response`, "invoice");
  const before = await heap();
  figure("1 GiB body: first screen", await repeated(`#/flows?flow=${huge}&tab=response`, lineAt(0).trim()), "ms", "200");
  const jumps = [];
  for (let run = 0; run < RUNS; run++) {
    await shown(`#/flows?flow=${huge}&tab=response&view=text&at=${run * 9_999_872}-${run * 9_999_872 + 1}`, lineAt(run * 9_999_872).trim());
    const at = 700_000_000 + run * 1_000_000;
    jumps.push(await shown(`#/flows?flow=${huge}&tab=response&view=text&at=${at}-${at + 1}`, lineAt(at).trim()));
  }
  figure("1 GiB body: to 700 MB", middle(jumps), "ms", "150");
  figure("1 GiB body: growth of the tab's heap", (await heap() - before) / 1e6, "MB", "20");

  const cpu = [];
  const wall = [];
  for (let run = 0; run < RUNS; run++) {
    await shown(`#/flows?flow=${small}&tab=response`, "invoice");
    const begin = await metrics();
    wall.push(await shown(`#/flows?flow=${json}&tab=response`, '"id": 0'));
    cpu.push((await metrics()).TaskDuration - begin.TaskDuration);
  }
  figure("5 MB of JSON, laid out: CPU of the tab", middle(cpu), "s", "0.80");
  figure("5 MB of JSON, laid out: until it is shown", middle(wall), "ms", "-");
  const token = await page.evaluate(() => localStorage.getItem("steno.token"));
  const address = new URL(steno.url);
  const looks = [];
  for (let run = 0; run < RUNS; run++) {
    const begin = performance.now();
    const answer = await fetch(`${address.origin}/api/v1/flows/${json}/response/look?as=auto`, { headers: { authorization: `Bearer ${token.replace(/"/g, "")}` } });
    await answer.arrayBuffer();
    looks.push(performance.now() - begin);
  }
  figure("5 MB of JSON, laid out: the server's answer whole", middle(looks), "ms", "100");

  const socket = await socketThrough(steno.proxy, origin.host, "/ws");
  const stream = ++flows;
  const [server] = origin.sockets.clients;
  await send(server, 0, MESSAGES);
  await new Promise(recorded => setTimeout(recorded, 2_000));
  figure(`WebSocket of ${MESSAGES.toLocaleString("en")} messages: open at its end`, await repeated(`#/flows?flow=${stream}&tab=messages`, `{"n":${MESSAGES - 1},`, ".message-row .m-text"), "ms", "200");
  const begin = await metrics();
  const started = performance.now();
  for (let second = 0; second < SECONDS * 20; second++) {
    await send(server, MESSAGES + second * 50, 50);
    await new Promise(next => setTimeout(next, Math.max(0, started + (second + 1) * 50 - performance.now())));
  }
  const share = (((await metrics()).TaskDuration - begin.TaskDuration) / ((performance.now() - started) / 1000)) * 100;
  figure("1,000 more messages a second: main thread", share, "%", "20");
  socket.terminate();
} finally {
  await browser.close();
  await steno.stop();
  await origin.stop();
}

/** Sends numbered messages as fast as the connection takes them. */
async function send(server, from, count) {
  for (let n = from; n < from + count; n++) {
    server.send(`{"n":${n},"what":"tick"}`);
    if (server.bufferedAmount > 4 << 20) await new Promise(drained => setTimeout(drained, 5));
  }
}
