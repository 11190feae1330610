// The columns of the list that are worked out for the rows in sight alone, and the marks of highlights.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { after, before, test } from "node:test";
import { accessible, launch, openPage } from "./browser.mjs";
import { startSteno } from "./steno.mjs";

const SLOW_MS = 300;
let browser, origin, steno, opened, page;

before(async () => {
  origin = createServer(async (asked, response) => {
    asked.resume();
    await once(asked, "end");
    if (asked.url.includes("slow")) await new Promise(done => setTimeout(done, SLOW_MS));
    response.writeHead(asked.url.includes("fault") ? 500 : 200, { "content-type": "application/json", "x-served-by": `node-${asked.url.length}` }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(origin, "listening");
  steno = await startSteno();
  browser = await launch();
  opened = await openPage(browser, steno.url, { viewport: { width: 1900, height: 900 } });
  page = opened.page;
  await send("/slow");
  await send("/quick");
  await send("/graphql", JSON.stringify({ query: "query Cart { items { id } }" }));
  await send("/fault");
  await page.waitForFunction(() => document.querySelectorAll(".row:not(.waiting)").length === 4);
});

after(async () => {
  await browser?.close();
  await steno?.stop();
  origin?.close();
});

/** Sends a request through Steno and awaits its answer. */
function send(path, body = "") {
  const [host, port] = steno.proxy.split(":");
  const url = `http://127.0.0.1:${origin.address().port}${path}`;
  return new Promise((done, failed) => {
    request({ host, port, path: url, method: body ? "POST" : "GET", headers: { host: new URL(url).host, "x-sent-by": "test", ...(body ? { "content-type": "application/json" } : {}) } },
      response => response.resume().on("end", done)).on("error", failed).end(body);
  });
}

async function menu(name) {
  await page.locator(".head", { hasText: "Host" }).first().click({ button: "right" });
  await page.locator(".menu").getByText(name, { exact: true }).click();
}

/** Waits until a column has these texts, from the first flow on. */
async function shows(place, texts) {
  await page.waitForFunction(([at, wanted]) => {
    const rows = [...document.querySelectorAll(".row")].sort((a, b) => a.ariaRowIndex - b.ariaRowIndex);
    return JSON.stringify(rows.map(row => row.children[at]?.textContent)) === wanted;
  }, [place, JSON.stringify(texts)]);
}
const heads = () => page.evaluate(() => [...document.querySelectorAll(".head > span:first-child")].map(head => head.textContent));

async function column(name) {
  await page.waitForFunction(wanted => [...document.querySelectorAll(".head > span:first-child")].some(head => head.textContent === wanted), name);
  return (await heads()).indexOf(name);
}

test("the operation of GraphQL is a column", async () => {
  await menu("Operation");
  const at = await column("Operation");
  await shows(at, ["", "", "Cart", ""]);
});

test("a header field of either side is a column, by its name", async () => {
  for (const [name, expected] of [["X-Served-By", ["node-5", "node-6", "node-8", "node-6"]], ["x-sent-by", ["test", "test", "test", "test"]]]) {
    await menu("Header field …");
    await page.fill("dialog input[name=name]", name);
    await page.keyboard.press("Enter");
    const at = await column(name.toLowerCase());
    await shows(at, expected);
  }
  await menu("x-sent-by");
  await page.waitForFunction(() => ![...document.querySelectorAll(".head")].some(head => head.textContent.includes("x-sent-by")));
});

test("a field of the detail becomes a column by its menu", async () => {
  await page.locator(".row", { hasText: "/quick" }).click();
  await page.locator(".field", { hasText: "x-sent-by" }).locator(".field-menu").click();
  await page.locator(".menu").getByText("Show as a column of the list").click();
  await page.waitForFunction(() => JSON.parse(localStorage.getItem("steno.columns")).includes("header:x-sent-by"));
  await page.locator(".detail-head .quiet").click();
  await page.waitForFunction(() => !document.querySelector(".detail"));
});

test("the waterfall has a bar for each flow, as long as it took, and says its phases", async () => {
  await menu("Waterfall");
  await column("Waterfall");
  await page.waitForFunction(() => [...document.querySelectorAll(".c-waterfall")].filter(cell => cell.querySelector(".flow-phases") && cell.title).length === 4);
  const bars = await page.evaluate(() => [...document.querySelectorAll(".row")].sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).map(row => {
    const cell = row.querySelector(".c-waterfall");
    const bar = cell.firstElementChild.getBoundingClientRect();
    return { left: bar.left - cell.getBoundingClientRect().left, right: bar.right - cell.getBoundingClientRect().left, width: bar.width, label: cell.getAttribute("aria-label") };
  }));
  const { flows } = await page.evaluate(async token => (await fetch("/api/v1/flows?order=time", { headers: { Authorization: `Bearer ${token}` } })).json(), opened.token);
  const longest = values => values.indexOf(Math.max(...values));
  assert.equal(longest(bars.map(bar => bar.width)), longest(flows.map(flow => flow.duration)), JSON.stringify(bars));
  for (let at = 1; at < bars.length; at++) assert.ok(bars[at].left >= bars[at - 1].left, JSON.stringify(bars));
  assert.match(bars[0].label, /wait \d/);
});

test("a highlight is told by its number as well as by its colour", async () => {
  await page.evaluate(() => localStorage.setItem("steno.highlights", JSON.stringify([{ filter: "~d nothing", on: true }, { filter: "status >= 500", on: true }])));
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll(".row:not(.waiting)").length === 4 && document.querySelector(".row.hl2"));
  const glyphs = await page.evaluate(() => [...document.querySelectorAll(".row")].map(row => [row.querySelector(".c-path").textContent, getComputedStyle(row.firstElementChild, "::before").content]));
  for (const [path, content] of glyphs) assert.equal(/❷/.test(content), path === "/fault", `${path}: ${content}`);
  await accessible(page, "the list with highlights and a waterfall");
});

test("the detail follows a click with Ctrl, which selects", async () => {
  await page.locator(".row", { hasText: "/slow" }).click();
  await page.waitForFunction(() => /slow/.test(document.querySelector(".detail")?.textContent ?? ""));
  await page.locator(".row", { hasText: "/quick" }).click({ modifiers: ["Control"] });
  await page.waitForFunction(() => document.querySelectorAll(".row.selected").length === 2);
  await page.waitForFunction(() => /quick/.test(document.querySelector(".detail .url, .detail")?.textContent ?? ""));
  await page.waitForFunction(() => /flow=2/.test(location.hash));
});

test("a count that is said to be whole is that of the filter in force", async () => {
  await page.keyboard.press("Escape");
  await page.evaluate(() => {
    window.told = new Set();
    new MutationObserver(() => {
      const status = document.querySelector(".filter-status");
      if (status?.querySelector("svg")) window.told.add(`${document.querySelector(".filter-input").value.includes("500") ? "failed" : "all"} ${/^\d+/.exec(status.textContent)?.[0]}`);
    }).observe(document.querySelector(".filter"), { subtree: true, childList: true, characterData: true });
  });
  for (let turn = 0; turn < 10; turn++) {
    for (const [filter, count] of [["status >= 500", "1 of"], ["status >= 200", "4 of"]]) {
      await page.evaluate(to => void (location.hash = `#/flows?f=${encodeURIComponent(to)}`), filter);
      await page.waitForFunction(wanted => document.querySelector(".filter-status")?.textContent.startsWith(wanted), count);
    }
  }
  assert.deepEqual([...await page.evaluate(() => [...window.told])].sort(), ["all 4", "failed 1"]);
});

test("the page had no errors", () => {
  assert.deepEqual(opened.faults, []);
});
