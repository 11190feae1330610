// Measures the list of flows and the filter box in Chromium: node bench/web/list.mjs SESSION [--runs N] [--seconds S]
// SESSION is a file that bench/run make-session wrote; nothing is recorded to it. Prints one line for each figure, beside the
// bar that it must stay within. CPU is that of the page's main thread (threadTicks), which a busy machine does not change.
// Needs web/ui/node_modules (npm ci).
import { launch, openPage } from "../../web/ui/e2e/browser.mjs";
import { startSteno } from "../../web/ui/e2e/steno.mjs";

const option = (name, usual) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : usual);
const RUNS = option("--runs", 40);
const SECONDS = option("--seconds", 5);
const session = process.argv[2];
if (!session || session.startsWith("-")) throw new Error("which session? bench/run make-session 1m FILE makes one");

const steno = await startSteno("--session", session);
const browser = await launch();
const { page, token } = await openPage(browser, steno.url);
const devtools = await page.context().newCDPSession(page);
await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
await devtools.send("Network.enable");
let transferred = 0;
devtools.on("Network.loadingFinished", event => void (transferred += event.encodedDataLength));
devtools.on("Network.webSocketFrameReceived", event => void (transferred += event.response.payloadData.length));

async function metrics() {
  const { metrics: all } = await devtools.send("Performance.getMetrics");
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

const sorted = values => [...values].sort((a, b) => a - b);
const middle = values => sorted(values)[Math.floor(values.length / 2)];
const p95 = values => sorted(values)[Math.floor(values.length * 0.95)];
const figure = (what, value, unit, bar) => console.log(`${what.padEnd(56)} ${value.toFixed(unit === "ms" || unit === "KB" ? 0 : 1).padStart(9)} ${unit.padEnd(6)} bar ${bar}`);

/** In the page: what is in sight, and the next painted frame in which something holds. */
await page.addInitScript(() => {
  window.inSight = () => {
    const list = document.querySelector("#list");
    if (!list) return [];
    const { top, bottom } = list.getBoundingClientRect();
    return [...list.querySelectorAll(".row")].filter(row => {
      const box = row.getBoundingClientRect();
      return box.bottom > top + 27 && box.top < bottom;
    });
  };
  window.ranks = () => window.inSight().map(row => Number(row.getAttribute("aria-rowindex")));
  window.isFull = () => {
    const rows = window.inSight();
    return rows.length > 0 && rows.every(row => !row.classList.contains("waiting"));
  };
  window.painted = holds => new Promise((done, failed) => {
    const begin = performance.now();
    const look = () => {
      if (holds()) requestAnimationFrame(() => done(performance.now() - begin));
      else if (performance.now() - begin > 60_000) failed(new Error("not painted"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
});

async function heap() {
  await devtools.send("HeapProfiler.collectGarbage");
  return (await metrics()).JSHeapUsedSize / 1e6;
}

await page.waitForFunction(() => /[1-9]/.test(document.querySelector(".facts")?.textContent ?? ""));
const flows = Number(/([\d,]+) flows/.exec(await page.locator(".facts").textContent())?.[1].replaceAll(",", ""));
console.log(`${flows.toLocaleString("en")} flows in ${session}`);

try {
  const first = [];
  const bytes = [];
  for (let run = 0; run < 5; run++) {
    transferred = 0;
    await devtools.send("Network.clearBrowserCache");
    await page.goto("about:blank");
    const begin = Date.now();
    await page.goto(`${new URL(steno.url).origin}/`, { waitUntil: "commit" });
    await page.waitForFunction(() => window.isFull?.());
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => done())));
    first.push(Date.now() - begin);
    bytes.push(transferred / 1000);
  }
  figure("navigation to the first rows painted", middle(first), "ms", "1000");
  figure("transferred until then", middle(bytes), "KB", "250");
  await page.waitForTimeout(500);
  figure("heap of the tab", await heap(), "MB", "60");

  const jump = [];
  const jumpCpu = [];
  for (let run = 0; run < RUNS; run++) {
    const share = ((run * 7919) % 1000) / 1000;
    const before = await metrics();
    jump.push(await page.evaluate(at => {
      const list = document.querySelector("#list");
      const was = new Set(window.ranks());
      list.scrollTop = at * (list.scrollHeight - list.clientHeight);
      return window.painted(() => window.isFull() && !window.ranks().some(rank => was.has(rank)));
    }, share));
    jumpCpu.push(((await metrics()).TaskDuration - before.TaskDuration) * 1000);
    await page.waitForTimeout(200);
  }
  figure("jump to any rank, p95 (two frames of it are the screen's)", p95(jump), "ms", "100");
  figure("jump to any rank, middle", middle(jump), "ms", "-");
  figure("CPU of the page for a jump", middle(jumpCpu), "ms", "-");

  const box = await page.locator("#list").boundingBox();
  await page.mouse.move(box.x + 300, box.y + 300);
  const watching = page.evaluate(ms => new Promise(done => {
    const begin = performance.now();
    let frames = 0;
    let empty = 0;
    let longest = 0;
    let since = 0;
    const look = now => {
      frames++;
      const rows = window.inSight();
      const isEmpty = rows.length === 0 || rows.every(row => row.classList.contains("waiting"));
      if (isEmpty && !since) since = now;
      if (!isEmpty && since) {
        longest = Math.max(longest, now - since);
        since = 0;
      }
      empty += isEmpty ? 1 : 0;
      if (now - begin < ms) requestAnimationFrame(look);
      else done({ frames: frames / (now - begin) * 1000, empty: empty / frames * 100, longest });
    };
    requestAnimationFrame(look);
  }), SECONDS * 1000);
  const before = await metrics();
  const until = Date.now() + SECONDS * 1000;
  let turns = 0;
  while (Date.now() < until) {
    await page.mouse.wheel(0, turns++ % 200 < 120 ? 240 : -180);
    await page.waitForTimeout(12);
  }
  const { frames, empty, longest } = await watching;
  const cpu = (await metrics()).TaskDuration - before.TaskDuration;
  figure("wheel: frames a second", frames, "/s", "50");
  figure("wheel: longest empty pane", longest, "ms", "100");
  figure("wheel: CPU of the page, of one core", cpu / SECONDS * 100, "%", "-");

  await page.focus("#list");
  await page.keyboard.press("F");
  await page.evaluate(() => window.painted(() => window.isFull()));
  for (const [filter, firstBar, wholeBar] of [["status >= 500", "100", "700"], ["~b kilofinch", "150", "-"], ["host ~ api", "-", "-"]]) {
    const text = filter;
    const times = [];
    for (let run = 0; run < 5; run++) {
      await page.evaluate(() => void (location.hash = "#/flows"));
      // The rows of the filter before stay in sight until those of all flows come: only the size of the list tells them apart.
      await page.evaluate(all => window.painted(() => window.isFull() && document.querySelector("#list").getAttribute("aria-rowcount") === all), String(flows + 1));
      times.push(await page.evaluate(async expression => {
        const was = window.inSight().map(row => row.textContent).join();
        const begin = performance.now();
        location.hash = `#/flows?f=${encodeURIComponent(expression)}`;
        await window.painted(() => window.isFull() && window.inSight().map(row => row.textContent).join() !== was);
        const rows = performance.now() - begin;
        await window.painted(() => /^[\d,]+ of/.test(document.querySelector(".filter-status")?.textContent ?? ""));
        return { rows, whole: performance.now() - begin, status: document.querySelector(".filter-status").textContent };
      }, text));
    }
    figure(`${text}: first rows`, middle(times.map(each => each.rows)), "ms", firstBar);
    figure(`${text}: whole (${times[0].status.trim()})`, middle(times.map(each => each.whole)), "ms", wholeBar);
  }

  await page.evaluate(() => void (location.hash = "#/flows"));
  await page.focus(".filter-input");
  const echo = [];
  const completion = [];
  for (const word of ["host = a", "type = i", "~d exam", "status = 5"]) {
    await page.fill(".filter-input", "");
    for (const key of word) {
      // Awaited, since a key overtakes a call of the page.
      await page.evaluate(() => void (window.seen = new Promise(done => document.querySelector(".filter-input").addEventListener("input", () => {
        const begin = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begin)));
      }, { once: true }))));
      await page.keyboard.press(key === " " ? "Space" : key);
      echo.push(await page.evaluate(() => window.seen));
    }
    const path = `/api/v1/filter/complete?text=${encodeURIComponent(word)}&at=${word.length}`;
    for (let run = 0; run < 5; run++) {
      completion.push(await page.evaluate(async ([path, token]) => {
        const begin = performance.now();
        await (await fetch(path, { headers: { Authorization: `Bearer ${token}` } })).text();
        return performance.now() - begin;
      }, [path, token]));
    }
  }
  figure("a key in the filter box to its paint, p95", p95(echo), "ms", "50");
  figure("completion, p95", p95(completion), "ms", "50");
  figure("heap of the tab at the end", await heap(), "MB", "60");
} finally {
  await browser.close();
  await steno.stop();
}
