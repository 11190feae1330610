// Rules, in a real browser on a real proxy: a page of a shop is changed by them, from the web interface alone.
import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessible, holdBack, holdMatching, launch, openAgain, openPage, PATIENCE_MS, THEMES, until, untilTrue, visit } from "./browser.mjs";
import { startSteno } from "./steno.mjs";

const SIZE = 60_000;
let browser, origin, steno, opened, page, shop;
const got = [];

before(async () => {
  origin = createServer((asked, response) => {
    got.push({ url: asked.url, headers: asked.headers });
    const script = asked.url.startsWith("/app.js");
    response.writeHead(200, { "content-type": script ? "text/javascript" : "text/html; charset=utf-8", "cache-control": "no-store" });
    response.end(asked.url === "/large" ? "x".repeat(SIZE) : script ? `document.querySelector("h1").textContent = "from the server";` : `<!doctype html><h1>…</h1><script src="/app.js?v=${got.length}"></script>`);
  }).listen(0, "127.0.0.1");
  await once(origin, "listening");
  steno = await startSteno();
  browser = await launch();
  opened = await openPage(browser, steno.url);
  page = opened.page;
  const context = await browser.newContext({ proxy: { server: `http://${steno.proxy}`, bypass: "<-loopback>" } });
  context.setDefaultTimeout(PATIENCE_MS);
  shop = await context.newPage();
  await shop.goto(`${base()}/`);
  await shop.getByRole("heading", { name: "from the server" }).waitFor();
});

after(async () => {
  await browser?.close();
  await steno?.stop();
  origin?.closeAllConnections();
  origin?.close();
});

const base = () => `http://127.0.0.1:${origin.address().port}`;
const form = () => page.locator(".rule-form");
const rules = () => page.locator(".rule-table tbody tr");

/** What the API says, by the token of the page. */
const api = path => page.evaluate(async ([token, where]) => (await fetch(`/api/v1${where}`, { headers: { Authorization: `Bearer ${token}` } })).json(), [opened.token, path]);
const readRules = async () => (await api("/rules")).rules;

/** Waits until the page has read the rules once more: it asks again once it shows what it has read. */
async function nextReading() {
  for (let n = 0; n < 2; n++) await page.waitForRequest(request => request.method() === "GET" && /\/api\/v1\/rules$/.test(request.url()));
}

async function newRule(kind, parts) {
  await page.getByRole("button", { name: "New rule" }).click();
  await form().getByLabel("What it does").selectOption(kind);
  for (const [label, value] of Object.entries(parts)) await form().getByLabel(label).fill(value);
}

test("an error in a rule is told at its field, and nothing is set", async () => {
  await visit(page, "rules");
  await page.locator(".empty", { hasText: "No rule is set" }).waitFor();
  await newRule("map-local", { "Expression of the URL": "(", "File or folder": steno.folder });
  await form().getByRole("button", { name: "Add" }).click();
  await form().locator(".option-error").waitFor();
  await form().locator("[aria-invalid=true]").and(form().getByLabel("Expression of the URL")).waitFor();
  await accessible(page, "rule with an error");
  assert.equal(await rules().count(), 0);
  await page.keyboard.press("Escape");
  await form().waitFor({ state: "detached" });
});

test("a script is mapped to a local file, tried on recorded flows first, and the page changes", async () => {
  const file = join(steno.folder, "app.js");
  writeFileSync(file, `document.querySelector("h1").textContent = "from my file";`);
  await newRule("map-local", { "Expression of the URL": "/app\\.js", "File or folder": file });
  await form().getByRole("button", { name: "Test" }).click();
  await form().locator(".trial").waitFor();
  assert.match(await form().locator(".trial").textContent(), /acted on 1 of \d+ recorded flow/);
  assert.match(await form().locator(".trial pre").first().textContent(), /GET .*\/app\.js\?v=\d+/);
  await accessible(page, "rule that was tried");
  assert.equal(await rules().count(), 0, "the test set the rule");
  await form().getByRole("button", { name: "Add" }).click();
  await rules().first().waitFor();
  const asked = got.length;
  await shop.reload();
  await shop.getByRole("heading", { name: "from my file" }).waitFor();
  assert.deepEqual(got.slice(asked).filter(each => each.url.startsWith("/app.js")), []);
  await page.waitForFunction(() => document.querySelector(".rule-table tbody tr td.numeric")?.textContent === "1");
});

test("a rule is switched off and on", async () => {
  const box = page.getByRole("checkbox", { name: "map-local-1 on" });
  // Steno takes its time, and the list that is read meanwhile has the rule as it was: the box stays as it was set.
  const setting = await holdBack(page, "PATCH", /\/rules\/map-local-1$/);
  await box.uncheck();
  await setting.asked();
  await nextReading();
  assert.equal(await box.isChecked(), false, "a list that was read before set it back");
  setting.release();
  await page.locator(".rule-table tr.off").waitFor();
  await until("the rule is off", async () => !(await readRules()).find(rule => rule.name === "map-local-1").on);
  await shop.reload();
  await shop.getByRole("heading", { name: "from the server" }).waitFor();
  // Three times at once: the last counts.
  await box.check();
  await box.uncheck();
  await box.check();
  await page.locator(".rule-table tr.off").waitFor({ state: "detached" });
  await until("the rule is on", async () => (await readRules()).find(rule => rule.name === "map-local-1").on);
  await nextReading();
  assert.equal(await box.isChecked(), true);
});

test("what is typed into a switch stays, whatever is read meanwhile", async () => {
  const field = page.getByLabel("Keep cookies for");
  await field.focus();
  await page.keyboard.type("~d a");
  await nextReading();
  await page.keyboard.type("da");
  assert.equal(await field.inputValue(), "~d ada");
  await page.keyboard.press("Enter");
  await until("the option", async () => (await api("/options")).find(option => option.name === "sticky-cookie").value === "~d ada");
  await field.fill("");
  await page.keyboard.press("Tab");
  await until("no option", async () => !(await api("/options")).find(option => option.name === "sticky-cookie").value);
});

test("a host is blocked, from a flow that is held", async () => {
  await visit(page, "held");
  await holdMatching(page, "~q & path ~ /ads");
  const loading = shop.evaluate(url => fetch(url).then(answer => answer.status), `${base()}/ads/1`);
  await page.locator(".held-row").waitFor();
  await page.getByRole("button", { name: "Make a rule…" }).click();
  await page.getByRole("menuitem", { name: "Block this URL" }).click();
  assert.match(await form().getByLabel("Filter").inputValue(), /^~u ".*ads/);
  assert.equal(await form().getByLabel("Status").inputValue(), "403");
  await form().getByLabel("Filter").fill(`host = 127.0.0.1 & port = ${origin.address().port} & path ~ /ads`);
  await form().getByRole("button", { name: "Add" }).click();
  await rules().filter({ hasText: "block-list" }).waitFor();
  await visit(page, "held");
  await page.getByRole("button", { name: "Resume all" }).click();
  assert.equal(await loading, 200);
  assert.equal(await shop.evaluate(url => fetch(url).then(answer => answer.status), `${base()}/ads/2`), 403);
  assert.equal(got.filter(each => each.url === "/ads/2").length, 0);
});

test("by keys alone: a rule is added, changed and removed, and the removal is undone", async () => {
  await visit(page, "rules");
  await page.getByRole("button", { name: "New rule" }).focus();
  await page.keyboard.press("Enter");
  await form().getByLabel("What it does").focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => document.querySelector("#rule-kind").value === "modify-headers" && document.querySelector("#rule-value"));
  await page.keyboard.press("Tab");
  await page.keyboard.type("X-Rule");
  await page.keyboard.press("Tab");
  await page.keyboard.type("one");
  await page.keyboard.press("Enter");
  const row = rules().filter({ hasText: "X-Rule" });
  await row.waitFor();
  await row.getByRole("button", { name: /^Change / }).focus();
  await page.keyboard.press("Enter");
  await form().getByLabel("Value").fill("two");
  await form().getByLabel("Value").press("Enter");
  await rules().filter({ hasText: "X-Rule/two" }).waitFor();
  await shop.evaluate(url => fetch(url).then(answer => answer.text()), `${base()}/header`);
  assert.equal(got.at(-1).headers["x-rule"], "two");
  await row.getByRole("button", { name: /^Remove / }).focus();
  await page.keyboard.press("Enter");
  await row.waitFor({ state: "detached" });
  await page.locator(".toast", { hasText: "The rule is removed" }).waitFor();
  await page.keyboard.press("Control+z");
  await row.waitFor();
});

test("the network is as slow as it is chosen, and the record shows it", async () => {
  const load = () => shop.evaluate(async url => {
    const begin = performance.now();
    await (await fetch(url)).text();
    return performance.now() - begin;
  }, `${base()}/large`);
  await page.getByLabel("Speed of the network").selectOption("slow-3g");
  await rules().filter({ hasText: "slow-3g" }).waitFor();
  // 60 kB at 500 kbit/s are 0.96 s, after 400 ms.
  assert.ok((await load()) > 1000);
  const slow = await untilTrue(page, async token => {
    const { flows } = await (await fetch("/api/v1/flows?filter=~rule%20throttle-1", { headers: { Authorization: `Bearer ${token}` } })).json();
    return flows.find(flow => flow.duration !== null)?.duration;
  }, opened.token);
  assert.ok(slow > 1000, "the flow lasted less than a second");
  await page.getByLabel("Speed of the network").selectOption({ index: 0 });
  await rules().filter({ hasText: "slow-3g" }).waitFor({ state: "detached" });
});

for (const theme of THEMES) {
  test(`axe finds nothing on the page of rules: ${theme}`, async () => {
    const again = await openAgain(browser, opened, { theme });
    await visit(again.page, "rules");
    await again.page.locator(".rule-table").waitFor();
    await again.page.getByRole("button", { name: "New rule" }).click();
    await again.page.locator(".rule-form").waitFor();
    await accessible(again.page, `rules, ${theme}`);
    await again.page.setViewportSize({ width: 320, height: 500 });
    assert.ok(await again.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways at 320 pixels");
    assert.deepEqual(again.faults, []);
    await again.context.close();
  });
}

test("the page complained of nothing", () => assert.deepEqual(opened.faults, []));
