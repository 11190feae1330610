// Two selections of the session are compared, in a real browser on a real proxy.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { accessible, holdBack, launch, openPage, THEMES, until } from "./browser.mjs";
import { startSteno } from "./steno.mjs";

let browser, origin, steno, opened, page;
let version = 1;

before(async () => {
  origin = createServer((asked, response) => {
    const json = value => [200, { "content-type": "application/json", "x-run": String(version) }, JSON.stringify(value)];
    const [status, fields, body] = {
      "/same": [200, { "content-type": "text/plain" }, "the same"],
      "/price": json({ price: version, seen: version }),
      "/status": [version === 1 ? 200 : 404, { "content-type": "text/plain" }, "a page"],
      "/coded": version === 1 ? [200, { "content-type": "text/plain", "x-run": "1" }, "coded text"] : [200, { "content-type": "text/plain", "x-run": "2", "content-encoding": "gzip" }, gzipSync("coded text")],
    }[asked.url] ?? [200, { "content-type": "text/plain" }, `only ${version}`];
    response.writeHead(status, fields).end(body);
  }).listen(0, "127.0.0.1");
  await once(origin, "listening");
  steno = await startSteno();
  // One after the other, so that the flows are 1 to 5 and 6 to 10.
  for (const path of ["/same", "/price", "/status", "/coded", "/gone"]) await visit(path);
  version = 2;
  for (const path of ["/same", "/price", "/status", "/coded", "/new"]) await visit(path);
  browser = await launch();
  opened = await openPage(browser, steno.url);
  page = opened.page;
});

after(async () => {
  await browser?.close();
  await steno?.stop();
  origin?.close();
});

async function visit(path) {
  const [host, port] = steno.proxy.split(":");
  const url = `http://127.0.0.1:${origin.address().port}${path}`;
  const asked = request({ host, port, path: url, headers: { host: new URL(url).host } }).end();
  const [response] = await once(asked, "response");
  response.resume();
  await once(response, "end");
}

const side = name => page.getByRole("textbox", { name: `Filter of side ${name}` });
const told = () => page.locator(".diff-head [role=status]");
const row = path => page.locator(".diff-table tbody", { has: page.locator(".diff-url", { hasText: path }) });
const listed = id => page.locator(".row", { has: page.locator(".c-id", { hasText: new RegExp(`^${id}$`) }) });

async function fill(name, filter) {
  await side(name).fill(filter);
  await side(name).press("Enter");
}

/** The end of a comparison of what both sides show now, whatever was compared before. */
async function ended() {
  await page.waitForFunction(() => {
    const said = document.querySelector(".diff-head [role=status]")?.textContent ?? "";
    return / of \d+ flows? in A/.test(said);
  });
}

test("the palette opens a comparison that asks for its sides", async () => {
  await listed(10).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /^Search commands/ }).fill("Compare two selections");
  const choice = page.getByRole("option", { name: /^Compare two selections…/ });
  await choice.click();
  await page.getByRole("heading", { name: "Two selections" }).waitFor();
  await page.getByText("Write a filter, or numbers of flows").waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Filter of side A");
});

test("what changed, what only one side has, and how many are the same", async () => {
  await fill("A", "id <= 5");
  await fill("B", "6-10");
  await row("/status").waitFor();
  await page.waitForFunction(() => document.querySelector(".diff-head [role=status]").textContent.startsWith("1 the same, of 5 flows in A and 5 in B"));
  assert.match(await row("/price").innerText(), /Changed\s+#2\s+#7/);
  assert.match(await row("/price").innerText(), /response headers, response body/);
  assert.match(await row("/status").innerText(), /status 200 → 404/);
  assert.match(await row("/gone").innerText(), /Only in A\s+#5\s+none/);
  assert.match(await row("/new").innerText(), /Only in B\s+none\s+#10/);
  assert.equal(await row("/same").count(), 0);
  assert.match(page.url(), /#\/diff\?a=id%20%3C%3D%205&b=6-10/);
});

test("kinds of differences are hidden and shown", async () => {
  await page.getByRole("button", { name: /^Changed 3/ }).click();
  await row("/price").waitFor({ state: "detached" });
  await row("/gone").waitFor();
  await page.getByRole("button", { name: /^Changed 3/ }).click();
  await row("/price").waitFor();
});

test("a pair opens side by side with its note, and Escape leads back to the result", async () => {
  await row("/coded").getByRole("button", { name: /\/coded$/ }).click();
  await page.locator(".compare th", { hasText: "equal content in other codings: none ≠ gzip" }).waitFor();
  await page.locator(".compare-body").focus();
  await page.keyboard.press("Escape");
  await row("/coded").waitFor();
  assert.match(await told().innerText(), /of 5 flows in A and 5 in B/);
});

test("a value is ignored from now on, and counts again", async () => {
  await row("/price").getByRole("button", { name: "response headers, response body" }).click();
  await page.getByRole("button", { name: "Ignore header:x-run" }).click();
  await page.getByRole("list", { name: "Ignored" }).getByText("header:x-run").waitFor();
  await row("/price").getByRole("button", { name: "response body", exact: true, expanded: true }).waitFor();
  await page.getByRole("button", { name: "Ignore json:$.price" }).waitFor(); // it stays open
  await page.getByRole("button", { name: "Do not ignore header:x-run" }).click();
  await row("/price").getByRole("button", { name: "response headers, response body" }).waitFor();
  await ended();
});

test("all values of a flow are ignored at once, and it is the same then", async () => {
  const values = row("/price").getByRole("button", { name: "response headers, response body" });
  if ((await values.getAttribute("aria-expanded")) === "false") await values.click();
  await row("/price").getByRole("button", { name: /^Ignore all of these/ }).click();
  await row("/price").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.querySelector(".diff-head [role=status]").textContent.startsWith("3 the same (1 in other content codings)"));
  for (const rule of ["header:x-run", "json:$.price", "json:$.seen"]) await page.getByRole("button", { name: `Do not ignore ${rule}` }).click();
  await row("/price").waitFor();
  await ended();
});

test("a filter with an error says so, and the sides are exchanged", async () => {
  await fill("B", "status >>");
  await page.getByRole("alert").waitFor();
  await fill("B", "id > 5");
  await row("/new").waitFor();
  await page.getByRole("button", { name: "Swap" }).click();
  await page.locator(".diff-table tbody", { hasText: "/new" }).filter({ hasText: "Only in A" }).waitFor();
  await page.getByRole("button", { name: "Swap" }).click();
  await page.locator(".diff-table tbody", { hasText: "/new" }).filter({ hasText: "Only in B" }).waitFor();
});

test("a comparison that takes its time is stopped", async () => {
  const held = await holdBack(page, "GET", /\/api\/v1\/diff$/);
  await page.getByRole("button", { name: "Compare again" }).click();
  await held.asked();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.waitForFunction(() => document.querySelector(".diff-head [role=status]").textContent.startsWith("Stopped"));
  held.release();
  await page.getByRole("button", { name: "Compare again" }).click();
  await ended();
});

test("the page is accessible in every theme", async () => {
  const values = row("/price").getByRole("button", { name: "response headers, response body" });
  if ((await values.getAttribute("aria-expanded")) === "false") await values.click();
  for (const theme of THEMES) {
    await page.evaluate(chosen => void (document.documentElement.dataset.theme = chosen), theme);
    await accessible(page, `two selections compared, ${theme}`);
  }
  await page.evaluate(() => void (document.documentElement.dataset.theme = "light"));
});

test("at 320 pixels, rows stay low and the table scrolls within the page", async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => [document.documentElement.scrollWidth, document.querySelector(".diff-table tbody tr").getBoundingClientRect().height]);
  await page.setViewportSize({ width: 1400, height: 900 });
  assert.ok(wide[0] <= 320, `the page is ${wide[0]} wide`);
  assert.ok(wide[1] < 120, `a row is ${wide[1]} high`);
});

test("flows that are selected in the list become the sides", async () => {
  await page.getByRole("button", { name: "Back to the list" }).click();
  await listed(2).click();
  await listed(2).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Compare as side A" }).click();
  await page.getByText("Side A is 1 flow; choose side B").waitFor();
  await listed(7).click();
  await listed(7).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Compare as side B" }).click();
  await row("/price").waitFor();
  await page.waitForFunction(() => document.querySelector(".diff-head [role=status]").textContent.startsWith("0 the same, of 1 flow in A and 1 in B"));
  await row("/price").getByRole("button", { name: "Open flow 7" }).click();
  await until("the flow in the list", () => page.evaluate(() => location.hash.startsWith("#/flows") && location.hash.includes("flow=7")));
  assert.deepEqual(opened.faults, []);
});

test("of many differences, the next ones are listed as the end of the list is reached", async () => {
  const entry = n => ({
    startedDateTime: "2024-01-02T03:04:05Z", time: 1, request: { method: "GET", url: `http://many.example/n${n}/${"abcdefghij"[n % 10]}`, httpVersion: "HTTP/1.1", headers: [] },
    response: { status: 200, statusText: "OK", httpVersion: "HTTP/1.1", headers: [], content: { size: 0, mimeType: "text/plain", text: "" } },
  });
  const file = JSON.stringify({ log: { version: "1.2", creator: { name: "test", version: "1" }, entries: Array.from({ length: 1100 }, (_, n) => entry(n)) } });
  const answer = await fetch(`${new URL(steno.url).origin}/api/v1/import?name=many.har`, { method: "POST", body: file, headers: { Authorization: `Bearer ${opened.token}` } });
  assert.equal((await answer.json()).flows, 1100);
  await page.evaluate(() => void (location.hash = `#/diff?a=${encodeURIComponent("~d many.example")}&b=${encodeURIComponent("~d nowhere.example")}`));
  await page.getByText("The first 1,000 of 1,100 differences are listed").waitFor();
  const rows = () => page.locator(".diff-table tbody").count();
  assert.equal(await rows(), 1000);
  await page.getByRole("button", { name: "List the next 100" }).scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelectorAll(".diff-table tbody").length === 1100);
  await page.locator(".diff-more").waitFor({ state: "detached" });
  assert.equal(await page.getByText("differences are listed").count(), 0);
  assert.equal(new Set(await page.locator(".diff-table .diff-url").allTextContents()).size, 1100);
});
