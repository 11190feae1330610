// Edits of recorded flows, in a real browser on a real proxy: what was recorded is never lost, as the API tells after each step.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessible, launch, openAgain, openPage, THEMES, untilTrue, visit } from "./browser.mjs";
import { reduce } from "./png.mjs";
import { startSteno } from "./steno.mjs";

const LONG_BODY = "x".repeat((5 << 20) + 1);

let browser, origin, steno, opened, page;

before(async () => {
  origin = createServer((asked, response) => {
    asked.resume().on("end", () => {
      if (asked.url.startsWith("/long")) response.writeHead(200, { "content-type": "text/plain" }).end(LONG_BODY);
      else response.writeHead(200, { "content-type": "application/json", "x-served": "yes" }).end('{"items":[1,2,3]}');
    });
  }).listen(0, "127.0.0.1");
  await once(origin, "listening");
  steno = await startSteno();
  browser = await launch();
  await send("/order?n=1", '{"user":"ada","pin":1234}');
  await send("/long", "short");
  opened = await openPage(browser, steno.url);
  page = opened.page;
});

after(async () => {
  await browser?.close();
  await steno?.stop();
  origin?.closeAllConnections();
  origin?.close();
});

const base = () => `http://127.0.0.1:${origin.address().port}`;

function send(path, body) {
  const [host, port] = steno.proxy.split(":");
  return new Promise((done, failed) => {
    const url = base() + path;
    request({ host, port, method: "POST", path: url, headers: { host: new URL(url).host, "content-type": "application/json", "content-length": body.length, "x-trace": "a" } }, response => response.resume().on("end", done)).on("error", failed).end(body);
  });
}

/** What the API says, by the token of the page. */
function api(path, init = {}) {
  return page.evaluate(async ([token, where, how]) => {
    const answer = await fetch(`/api/v1${where}`, { ...how, headers: { Authorization: `Bearer ${token}`, ...how.headers } });
    const text = await answer.text();
    return where.includes("/body") ? text : JSON.parse(text);
  }, [opened.token, path, init]);
}

const edit = (id, edits) => api(`/flows/${id}/edit`, { method: "POST", body: JSON.stringify({ edits }) });

/** The messages that passed are there, whatever was edited. */
async function originalIsKept() {
  const original = await api("/flows/1?revision=original");
  assert.equal(original.method, "POST");
  assert.match(original.url, /\/order\?n=1$/);
  assert.equal(original.request.headers.find(field => field.name === "x-trace")?.value, "a");
  assert.equal(await api("/flows/1/request/body?revision=original"), '{"user":"ada","pin":1234}');
  assert.equal(await api("/flows/1/response/body?revision=original"), '{"items":[1,2,3]}');
  assert.equal(await api("/flows/1/request/body?revision=0"), '{"user":"ada","pin":1234}');
}

async function picture(of, name) {
  const shown = reduce(await of.screenshot());
  assert.ok(shown.length > 1000, `${name} is empty`);
  if (!process.env.PICTURES) return;
  mkdirSync(process.env.PICTURES, { recursive: true });
  writeFileSync(join(process.env.PICTURES, `revision-${name}.png`), shown);
}

const editor = () => page.locator(".stored-editor");
const revisions = () => page.getByRole("region", { name: "Revisions" });
const shown = () => page.getByRole("group", { name: "Revision that is shown" });
const body = () => editor().getByRole("textbox", { name: "Body", exact: true });
const focused = label => page.waitForFunction(name => document.activeElement?.getAttribute("aria-label") === name, label);

async function inList(id) {
  await visit(page, `flows?flow=${id}&tab=request`);
  await page.locator(".row .c-id", { hasText: new RegExp(`^${id}$`) }).click();
  await page.locator(".flow-head").waitFor();
  await page.locator("[data-keys=list] [role=grid]").focus();
}

/** Waits until the detail shows a text in the body of the message. */
const bodyShows = text => page.locator(".detail-panel .body-view", { hasText: text }).waitFor();

test("a recorded request is edited by keys alone, and saved as a revision with a comment", async () => {
  await inList(1);
  assert.equal(await revisions().count(), 0, "a flow that was not changed has no revisions to choose from");
  await page.keyboard.press("e");
  await focused("URL");
  await accessible(page, "the editor of a recorded request");
  await page.keyboard.press("End");
  await page.keyboard.type("&m=2");
  await body().fill('{"user":"grace","pin":1234}');
  await editor().getByRole("textbox", { name: "Value of x-trace" }).fill("b");
  await editor().getByRole("textbox", { name: "Comment" }).fill("as the manual has it");
  await picture(page, "editor");
  assert.deepEqual((await api("/flows/1")).revisions, []);
  await page.keyboard.press("Control+Enter");
  await editor().waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "tab");
  const flow = await api("/flows/1");
  assert.match(flow.url, /\/order\?n=1&m=2$/);
  assert.equal(await api("/flows/1/request/body"), '{"user":"grace","pin":1234}');
  assert.equal(flow.request.headers.find(field => field.name.toLowerCase() === "content-length").value, "27");
  assert.deepEqual(flow.revisions.map(({ n, by, what, comment }) => ({ n, by, what, comment })),
    [{ n: 1, by: "web", what: flow.revisions[0].what, comment: "as the manual has it" }]);
  assert.match(flow.revisions[0].what, /^request URL, .*header x-trace.*, body \(25 to 27 bytes\)$/);
  await originalIsKept();
  await bodyShows("grace");
  await page.locator(".row", { hasText: "/order" }).locator(".c-state", { hasText: "✎" }).waitFor();
  await revisions().locator("q", { hasText: "as the manual has it" }).waitFor();
});

test("the original is shown, with its body, and an edit is only of the newest", async () => {
  await page.keyboard.press("O");
  await shown().getByRole("button", { name: "Original", pressed: true }).waitFor();
  await bodyShows("ada");
  await page.locator(".flow-url", { hasText: /n=1$/ }).waitFor();
  await accessible(page, "the original");
  await picture(page, "original");
  const pencil = page.locator(".flow-tools").getByRole("button", { name: "Edit" });
  assert.equal(await pencil.getAttribute("aria-disabled"), "true");
  assert.match(await pencil.getAttribute("title"), /an earlier revision is shown/);
  await page.keyboard.press("O");
  await bodyShows("grace");
});

test("an edit that another one came before is refused, and both versions are shown", async () => {
  await page.getByRole("tab", { name: "Response" }).click();
  await page.keyboard.press("e");
  await focused("Status");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("503");
  await body().fill('{"items":[]}');
  await edit(1, [{ op: "status", value: 404 }]);
  await editor().getByRole("alert", { name: "Changed elsewhere" }).or(editor().locator(".stale-draft")).waitFor();
  await page.keyboard.press("Control+Enter");
  await editor().getByText("Not saved: the message was changed elsewhere").waitFor();
  assert.equal((await api("/flows/1")).status, 404);
  await accessible(page, "two versions");
  await picture(page, "stale");
  await editor().getByRole("button", { name: "Keep mine over it" }).click();
  await editor().getByRole("button", { name: "Save as a revision" }).click();
  await editor().waitFor({ state: "detached" });
  const flow = await api("/flows/1");
  assert.equal(flow.status, 503);
  assert.equal(await api("/flows/1/response/body"), '{"items":[]}');
  assert.equal((await api("/flows/1?revision=2")).status, 404);
  assert.equal(flow.revisions.length, 3);
  await originalIsKept();
});

test("a mark that is set meanwhile makes no edit stale", async () => {
  await page.keyboard.press("e");
  await focused("Status");
  await body().fill('{"items":[4]}');
  await api("/flows/1", { method: "PATCH", body: JSON.stringify({ mark: "red" }) });
  await editor().getByRole("textbox", { name: "Comment" }).press("Control+s");
  await editor().waitFor({ state: "detached" });
  assert.equal(await api("/flows/1/response/body"), '{"items":[4]}');
});

test("what cannot be sent is refused with its reason, and nothing is lost by closing", async () => {
  await page.keyboard.press("e");
  await focused("Status");
  await editor().getByRole("textbox", { name: "Value of x-served" }).fill("snow ☃");
  await page.keyboard.press("Control+Enter");
  await editor().getByRole("alert").filter({ hasText: /x-served/i }).waitFor();
  await page.keyboard.press("Escape");
  await editor().waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "tab");
  await page.keyboard.press("e");
  assert.equal(await editor().getByRole("textbox", { name: "Value of x-served" }).inputValue(), "snow ☃");
  await editor().getByRole("button", { name: "Text", exact: true }).first().click();
  const head = editor().getByRole("textbox", { name: "Head as text" });
  await head.fill(`${await head.inputValue()}\nX-More: 1`);
  await editor().getByRole("button", { name: "Undo changes" }).click();
  assert.doesNotMatch(await head.inputValue(), /X-More|snow/);
  await editor().getByRole("button", { name: "Table" }).click();
  await editor().getByRole("button", { name: "Close" }).click();
  await editor().waitFor({ state: "detached" });
  assert.equal((await api("/flows/1")).revisions.length, 4);
});

test("revisions are compared with each other", async () => {
  await revisions().getByRole("button", { name: "Compare…" }).click();
  await page.getByRole("menuitem", { name: "With the original" }).click();
  await page.locator(".compare thead", { hasText: "Flow 1, original" }).waitFor();
  await page.locator(".compare thead", { hasText: "Flow 1, revision 4" }).waitFor();
  const text = await page.locator(".compare-body").innerText();
  for (const each of [/status\s+200\s+503/, /x-trace\s+a\s+b/, /\$\.user\s+"ada"\s+"grace"/, /\bm\s+absent\s+2/]) assert.match(text, each);
  await accessible(page, "two revisions compared");
  await picture(page, "compare");
  await page.getByRole("button", { name: "Flow 1, original" }).click();
  await shown().getByRole("button", { name: "Original", pressed: true }).waitFor();
  await revisions().getByRole("button", { name: "Compare…" }).click();
  assert.equal(await page.getByRole("menuitem", { name: "With the one before" }).getAttribute("aria-disabled"), "true");
  await page.keyboard.press("Escape");
});

test("the flow is reverted to an earlier revision, which is an edit, and back by undo", async () => {
  await shown().getByRole("button", { name: /^1 · web/ }).click();
  await page.locator(".revision-fact", { hasText: "request URL" }).waitFor();
  await revisions().getByRole("button", { name: "Revert to this" }).click();
  await revisions().getByText("reverted to revision 1").waitFor();
  const flow = await api("/flows/1");
  assert.equal(flow.status, 200);
  assert.match(flow.url, /m=2$/);
  assert.equal(await api("/flows/1/response/body"), '{"items":[1,2,3]}');
  assert.equal(flow.revisions.length, 5);
  assert.equal((await api("/flows/1?revision=4")).status, 503);
  await originalIsKept();
  await page.getByRole("button", { name: "Undo" }).click();
  await untilTrue(page, async token => {
    const answer = await fetch("/api/v1/flows/1", { headers: { Authorization: `Bearer ${token}` } });
    return (await answer.json()).status === 503;
  }, opened.token);
  await originalIsKept();
  // to the original: the row has the sign no more
  await shown().getByRole("button", { name: "Original" }).click();
  await shown().getByRole("button", { name: "Original", pressed: true }).waitFor();
  await revisions().getByRole("button", { name: "Revert to this" }).click();
  await page.locator(".row", { hasText: "/order" }).locator(".c-state", { hasText: "✎" }).waitFor({ state: "detached" });
  assert.equal((await api("/flows/1")).method, "POST");
  assert.equal((await api("/flows/1")).revisions.length, 7);
  await revisions().getByRole("button", { name: /^All \d+ …$/ }).click();
  assert.equal(await page.getByRole("menuitemcheckbox").count(), 8);
  await page.keyboard.press("Escape");
  await originalIsKept();
});

test("of a body above 5 MiB the head alone is edited, with the reason", async () => {
  await inList(2);
  await page.getByRole("tab", { name: "Response" }).click();
  await page.keyboard.press("e");
  await editor().getByRole("note").filter({ hasText: "Only the head is edited: the body is larger than 5 MiB" }).waitFor();
  assert.equal(await body().count(), 0);
  await editor().getByRole("textbox", { name: "Reason" }).fill("Fine");
  await page.keyboard.press("Control+Enter");
  await editor().waitFor({ state: "detached" });
  const flow = await api("/flows/2");
  assert.equal(flow.response.reason, "Fine");
  assert.equal(flow.bodies.response.size, LONG_BODY.length);
});

test("an edited flow fits a narrow window, in all themes, and shows what it was in the picture", async () => {
  for (const theme of THEMES) {
    const { page: other, context } = await openAgain(browser, opened, { theme, viewport: { width: theme === "contrast" ? 320 : 800, height: 600 } });
    await visit(other, "flows?flow=1&tab=request");
    await other.getByRole("region", { name: "Revisions" }).waitFor();
    await accessible(other, `revisions in ${theme}`);
    await other.locator(".detail-pane").focus();
    await other.keyboard.press("e");
    await other.locator(".stored-editor textarea").first().waitFor();
    await accessible(other, `editor in ${theme}`);
    assert.ok(await other.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `the page is wider than the window in ${theme}`);
    await picture(other, theme);
    await context.close();
  }
  assert.deepEqual(opened.faults, []);
});
