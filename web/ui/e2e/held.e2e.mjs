// Held messages, in a real browser on a real proxy: what another page sends waits here, is changed, answered, dropped.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { after, before, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { accessible, holdBack, holdMatching, launch, LONG_MS, openAgain, openPage, PATIENCE_MS, THEMES, visit } from "./browser.mjs";
import { startSteno } from "./steno.mjs";

let browser, origin, steno, opened, page, shop;
const got = [];

before(async () => {
  origin = createServer((asked, response) => {
    const pieces = [];
    asked.on("data", piece => void pieces.push(piece)).on("end", () => {
      const bytes = Buffer.concat(pieces);
      const body = bytes.toString();
      got.push({ method: asked.method, url: asked.url, headers: asked.headers, body, bytes });
      const user = new URLSearchParams(body).get("user");
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(asked.method === "POST" ? `<h1>Hello ${user}</h1>` : `<form method=post action=/login><input name=user value=ada><button>Log in</button></form>`);
    });
  }).listen(0, "127.0.0.1");
  await once(origin, "listening");
  steno = await startSteno();
  browser = await launch();
  opened = await openPage(browser, steno.url);
  page = opened.page;
  const context = await browser.newContext({ proxy: { server: `http://${steno.proxy}`, bypass: "<-loopback>" } });
  context.setDefaultTimeout(PATIENCE_MS);
  shop = await context.newPage();
});

after(async () => {
  await browser?.close();
  await steno?.stop();
  origin?.closeAllConnections();
  origin?.close();
});

const base = () => `http://127.0.0.1:${origin.address().port}`;
const rows = () => page.locator(".held-row");
const editor = () => page.locator(".held-editor");

/** Sends a request through Steno. */
function send(path, { method = "GET", headers = {}, body = "" } = {}) {
  const [host, port] = steno.proxy.split(":");
  const url = base() + path;
  return new Promise((done, failed) => {
    setTimeout(() => failed(new Error(`no answer to ${path} within ${LONG_MS} ms`)), LONG_MS).unref();
    const sent = request({ host, port, method, path: url, headers: { host: new URL(url).host, ...headers } }, response => {
      let text = "";
      response.setEncoding("utf8").on("data", piece => (text += piece)).on("end", () => done({ status: response.statusCode, headers: response.headers, text })).on("error", error => done({ error }));
    });
    sent.on("error", error => done({ error })).end(body);
  });
}

/** Waits until a held message is chosen and the editor shows it; those of a test before may leave the list only now. */
async function held(path, point = "request") {
  const row = rows().filter({ hasText: path }).filter({ has: page.locator(".h-point", { hasText: point }) });
  await row.click();
  await page.locator(".held-row[aria-selected=true]", { hasText: path }).waitFor();
  const id = await row.locator(".h-id").textContent();
  await page.getByRole("region", { name: `Flow ${id}, ${point}`, exact: true }).waitFor();
  return Number(id);
}

const focused = label => page.waitForFunction(name => document.activeElement?.getAttribute("aria-label") === name, label);
/** The grid has the focus, and the message is what its keys are about. */
async function onGrid(path) {
  await held(path);
  await page.locator(".held-grid").focus();
}

/** What the API says, by the token of the page. */
function api(path, init = {}) {
  return page.evaluate(async ([token, where, how]) => {
    const answer = await fetch(`/api/v1${where}`, { ...how, headers: { Authorization: `Bearer ${token}`, ...how.headers } });
    return answer.json();
  }, [opened.token, path, init]);
}

async function intercept(filter) {
  await holdMatching(page, filter);
}

test("nothing is held until a filter is set, and an error in it is told at its field", async () => {
  await visit(page, "held");
  await page.locator(".empty", { hasText: "Set a filter" }).waitFor();
  await accessible(page, "no message held");
  await page.getByRole("textbox", { name: "Hold what matches" }).fill("~q & (");
  await page.keyboard.press("Enter");
  await page.locator("#intercept-error").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Hold what matches" }).getAttribute("aria-invalid"), "true");
  await accessible(page, "filter with an error");
  await intercept("~q & ~m POST");
});

test("a login waits, a field of it is changed, and it is sent", async () => {
  await shop.goto(`${base()}/`);
  await shop.getByRole("button", { name: "Log in" }).click({ noWaitAfter: true });
  await held("/login");
  assert.match(await rows().first().textContent(), /request.*POST.*\/login/);
  await page.locator(".nav a", { hasText: "Held" }).locator(".badge", { hasText: "1" }).waitFor();
  await page.waitForFunction(() => document.title.includes("⏸1"));
  const body = editor().getByRole("textbox", { name: "Body", exact: true });
  await page.waitForFunction(() => document.querySelector(".edit-body textarea")?.value === "user=ada");
  await body.fill("user=grace");
  await editor().getByRole("button", { name: "Add a field" }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label")?.startsWith("Name of field"));
  await page.keyboard.type("X-Note");
  await page.keyboard.press("Tab");
  await page.keyboard.type("by hand");
  assert.equal(got.filter(each => each.method === "POST").length, 0);
  await editor().getByRole("button", { name: "Send changed" }).click();
  await shop.getByRole("heading", { name: "Hello grace" }).waitFor();
  const login = got.find(each => each.method === "POST");
  assert.equal(login.body, "user=grace");
  assert.equal(login.headers["content-length"], "10");
  assert.equal(login.headers["x-note"], "by hand");
  await rows().first().waitFor({ state: "detached" });
  let holds = [];
  while (!holds[0]?.outcome) ({ holds } = await api(`/flows/${(await api("/flows?filter=~m%20POST")).flows[0].id}`)); // it is recorded afterwards
  assert.deepEqual(holds.map(each => [each.point, each.outcome, each.by]), [["request", "edited", "web"]]);
});

test("a request is answered by hand, and no server gets it", async () => {
  const before = got.length;
  const sent = send("/answered", { method: "POST", body: "user=eve" });
  await held("/answered");
  await editor().getByRole("button", { name: "Answer…" }).click();
  const dialog = page.locator("dialog.answer");
  await accessible(page, "answer");
  await dialog.getByLabel("Status").fill("418");
  await dialog.getByLabel("Status").press("Enter");
  assert.equal(await dialog.count(), 1, "Enter in a field sent the answer");
  await dialog.getByLabel("Body", { exact: true }).fill("short and stout");
  await dialog.getByRole("button", { name: "Send the answer" }).click();
  await dialog.waitFor({ state: "detached" });
  const { status, headers, text } = await sent;
  assert.equal(status, 418);
  assert.equal(text, "short and stout");
  assert.equal(headers["content-type"], "text/plain; charset=utf-8");
  assert.equal(got.length, before);
});

test("the head is edited as text, with the error at it", async () => {
  const sent = send("/as-text", { method: "POST", body: "user=eve", headers: { "X-One": "1", "X-Two": "2" } });
  await held("/as-text");
  await editor().getByRole("button", { name: "Text", exact: true }).first().click();
  const head = editor().getByRole("textbox", { name: "Head as text" });
  const text = await head.inputValue();
  await head.fill(text.replace("X-One: 1", "X-One without a colon"));
  await page.locator("#head-error").waitFor();
  await accessible(page, "head as text, with an error");
  await head.fill(text.replace("X-One: 1", "X-One: 2"));
  await editor().getByRole("button", { name: "Undo changes" }).click();
  assert.equal(await head.inputValue(), text);
  await head.fill(text.replace("X-One: 1\n", "").replace("/as-text", "/elsewhere?a=b"));
  await head.press("Control+Enter");
  await sent;
  const last = got.at(-1);
  assert.equal(last.url, "/elsewhere?a=b");
  assert.equal(last.headers["x-one"], undefined);
  assert.equal(last.headers["x-two"], "2");
  assert.equal(last.body, "user=eve");
});

test("bytes are edited in hexadecimal", async () => {
  const sent = send("/bytes", { method: "POST", body: Buffer.from([0, 1, 2, 255]), headers: { "Content-Type": "application/octet-stream" } });
  await held("/bytes");
  const hex = editor().getByRole("textbox", { name: "Body in hexadecimal" });
  await hex.waitFor();
  assert.equal(await hex.inputValue(), "00 01 02 ff");
  await hex.fill("00 01 0");
  await page.locator("#body-error").waitFor();
  await hex.fill("41 42 43");
  await editor().getByRole("button", { name: "Send changed" }).click();
  await sent;
  assert.equal(got.at(-1).body, "ABC");
});

test("a body that waits in the session is edited as text, in its coding", async () => {
  await api("/options", { method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ "intercept-body": "1kb" }) });
  const text = "0123456789\n".repeat(300);
  const noise = randomBytes(3_000).toString("base64"); // keeps the coded body above the bound
  const sent = send("/spooled", { method: "POST", body: gzipSync(`one\n${text}${noise}`), headers: { "Content-Type": "text/plain", "Content-Encoding": "gzip" } });
  await held("/spooled");
  const body = editor().getByRole("textbox", { name: "Body", exact: true });
  await body.waitFor();
  assert.equal(await body.inputValue(), `one\n${text}${noise}`);
  await body.fill(`two\n${text}${noise}`);
  await editor().getByRole("button", { name: "Send changed" }).click();
  await sent;
  assert.equal(got.at(-1).headers["content-encoding"], "gzip");
  assert.equal(gunzipSync(got.at(-1).bytes).toString(), `two\n${text}${noise}`);
});

test("a larger body is shown in pages, and a file replaces it", async () => {
  const sent = send("/pages", { method: "POST", body: `${"0123456789".repeat(90)}\n`.repeat(10_000), headers: { "Content-Type": "text/plain", "X-Who": "a" } });
  await held("/pages");
  await editor().getByText("More than the 5 MiB or 100,000 lines that are edited here").waitFor();
  await editor().locator(".held-body .line", { hasText: "0123456789" }).first().waitFor();
  assert.equal(await editor().locator(".edit-body > textarea").count(), 0);
  await accessible(page, "a large held body");
  await editor().getByRole("button", { name: "Table", exact: true }).click();
  await editor().getByRole("textbox", { name: "Value of X-Who" }).fill("b");
  const replaced = Buffer.alloc(9 << 20, `${"abcdefg".repeat(90)}\n`);
  await editor().locator("input[type=file]").setInputFiles({ name: "body.txt", mimeType: "text/plain", buffer: replaced });
  await page.getByText("The body is that of body.txt").waitFor();
  await editor().locator(".held-body .line", { hasText: "abcdefg" }).first().waitFor();
  assert.equal(await editor().getByRole("textbox", { name: "Value of X-Who" }).inputValue(), "b");
  await editor().getByRole("button", { name: "Resume", exact: true }).click();
  await sent;
  assert.ok(got.at(-1).bytes.equals(replaced));
  assert.equal(got.at(-1).headers["x-who"], "b");
});

test("a change that cannot be sent is refused with its reason, and the message stays held", async () => {
  const sent = send("/refused", { method: "POST", body: "user=eve" });
  await held("/refused");
  await editor().getByRole("button", { name: "Table", exact: true }).click();
  await editor().getByRole("textbox", { name: "Method" }).fill("PO ST");
  await editor().getByRole("button", { name: "Send changed" }).click();
  await editor().locator(".option-error").waitFor();
  assert.match(await editor().locator(".option-error").textContent(), /method/i);
  assert.equal(await rows().filter({ hasText: "/refused" }).count(), 1);
  await editor().getByRole("button", { name: "Undo changes" }).click();
  await editor().getByRole("button", { name: "Resume", exact: true }).click();
  assert.equal((await sent).status, 200);
});

test("a draft that someone else was quicker than is shown with both versions", async () => {
  const sent = send("/draft", { method: "POST", body: "user=eve", headers: { "X-Who": "client" } });
  const id = await held("/draft");
  await editor().getByRole("textbox", { name: "Value of X-Who" }).fill("mine");
  const { revision } = (await api("/held")).held.find(each => each.id === id);
  await api(`/held/${id}`, { method: "PATCH", headers: { "Content-Type": "application/json", "If-Match": `"${revision}"` }, body: JSON.stringify({ edits: [{ op: "header.set", name: "X-Who", value: "theirs" }] }) });
  await page.locator(".stale-draft").waitFor();
  assert.match(await page.locator(".stale-draft tbody").textContent(), /x-who.*mine.*theirs/);
  await accessible(page, "stale draft");
  await page.getByRole("button", { name: "Keep mine over it" }).click();
  await editor().getByRole("button", { name: "Send changed" }).click();
  await sent;
  assert.equal(got.at(-1).headers["x-who"], "mine");
});

test("the response is held as well, and its status is changed", async () => {
  const sent = send("/both", { method: "POST", body: "user=eve" });
  await held("/both");
  await editor().getByRole("button", { name: "Resume, hold the response" }).click();
  await held("/both", "response");
  await editor().getByRole("textbox", { name: "Status" }).fill("503");
  await editor().getByRole("button", { name: "Send changed" }).click();
  assert.equal((await sent).status, 503);
});

test("a flow whose client left says so", async () => {
  const [host, port] = steno.proxy.split(":");
  const leaving = request({ host, port, method: "POST", path: `${base()}/leaves`, headers: { host: new URL(base()).host } }).on("error", () => undefined);
  leaving.end("user=gone");
  await held("/leaves");
  leaving.socket.resetAndDestroy();
  await page.locator(".held-gone", { hasText: "client left" }).waitFor();
});

test("a key of the list does nothing in the editor", async () => {
  const sent = send("/no-key", { method: "POST", body: "user=eve" });
  await held("/no-key");
  await editor().getByRole("button", { name: "Answer…" }).focus();
  for (const key of ["X", "x", "a", "A"]) await page.keyboard.press(key);
  await editor().getByRole("button", { name: "Resume", exact: true }).click();
  assert.equal((await sent).status, 200);
});

test("by keys alone: edit, send, drop, kill, resume all", async () => {
  const first = send("/keys/1", { method: "POST", body: "a=1" });
  await onGrid("/keys/1");
  await page.keyboard.press("e");
  await focused("URL");
  await page.keyboard.press("End");
  await page.keyboard.type("?edited=1");
  await page.keyboard.press("Enter");
  assert.equal(await rows().filter({ hasText: "/keys/1" }).count(), 1, "Enter in a text field sent the message");
  await page.keyboard.press("Control+Enter");
  assert.equal((await first).status, 200);
  assert.equal(got.at(-1).url, "/keys/1?edited=1");

  const dropped = send("/keys/2", { method: "POST" });
  await onGrid("/keys/2");
  await page.keyboard.press("x");
  assert.equal((await dropped).status, 502);

  const killed = send("/keys/3", { method: "POST" });
  await onGrid("/keys/3");
  await page.keyboard.press("X");
  assert.ok((await killed).error);

  const many = [4, 5, 6].map(n => send(`/keys/${n}`, { method: "POST" }));
  await page.waitForFunction(() => document.querySelectorAll(".held-row").length === 3);
  await rows().first().click();
  await page.waitForFunction(() => document.querySelectorAll(".held-row")[0]?.getAttribute("aria-selected") === "true");
  await page.locator(".held-grid").focus();
  await page.keyboard.press("j");
  await page.waitForFunction(() => document.querySelectorAll(".held-row")[1]?.getAttribute("aria-selected") === "true");
  await page.keyboard.press("A");
  for (const each of many) assert.equal((await each).status, 200);
});

test("keys in quick succession are each about the message that is chosen then", async () => {
  const many = [];
  for (const n of [1, 2, 3, 4]) {
    many.push(send(`/quick/${n}`, { method: "POST" }));
    await rows().filter({ hasText: `/quick/${n}` }).waitFor();
  }
  await onGrid("/quick/1");
  // No frame of the browser is between them: down twice, and each of the two keys drops the next one.
  await page.evaluate(async () => {
    for (const key of ["j", "j", "x", "x"]) {
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      for (let n = 0; n < 20; n++) await null;
    }
  });
  assert.deepEqual([(await many[2]).status, (await many[3]).status], [502, 502]);
  await page.getByRole("button", { name: "Resume all" }).click();
  assert.deepEqual([(await many[0]).status, (await many[1]).status], [200, 200]);
});

test("keys that come before the editor is there call nothing, and then its field has the focus", async () => {
  const reading = await holdBack(page, "GET", /\/held\/\d+$/);
  const sent = send("/slow-editor", { method: "POST", body: "a=1" });
  const row = rows().filter({ hasText: "/slow-editor" });
  await row.click();
  await reading.asked();
  await page.locator(".held-grid").focus();
  await page.keyboard.press("e");
  for (const key of ["x", "X", "a"]) await page.keyboard.press(key);
  await reading.release();
  await focused("URL");
  assert.equal(await row.count(), 1);
  assert.equal(await editor().getByRole("textbox", { name: "URL" }).inputValue(), `${base()}/slow-editor`);
  await page.keyboard.press("Control+Enter");
  assert.equal((await sent).status, 200);
});

test("a draft is saved without losing the focus, what is typed meanwhile, or the key that sends it", async () => {
  const sent = send("/saved", { method: "POST", body: "user=eve", headers: { "X-Who": "a" } });
  await held("/saved");
  const field = editor().getByRole("textbox", { name: "Value of X-Who" });
  await field.fill("ab");
  const saving = await holdBack(page, "PATCH", /\/held\/\d+$/);
  await field.press("Control+s");
  await saving.asked();
  await page.keyboard.type("c");
  await saving.release();
  await page.getByText("The draft is saved").waitFor();
  await focused("Value of X-Who");
  assert.equal(await field.inputValue(), "abc");
  const body = editor().getByRole("textbox", { name: "Body", exact: true });
  await body.fill("user=grace");
  const again = await holdBack(page, "PATCH", /\/held\/\d+$/);
  await body.press("Control+s");
  await again.asked();
  await page.keyboard.press("Control+Enter");
  await again.release();
  await sent;
  assert.deepEqual([got.at(-1).headers["x-who"], got.at(-1).body], ["abc", "user=grace"]);
});

test("a held flow is seen in the list, and its menu and its detail lead to the editor", async () => {
  const sent = send("/in-list", { method: "POST", body: "user=eve" });
  await held("/in-list");
  await visit(page, "flows");
  const row = page.locator(".row", { has: page.locator(".c-state", { hasText: "⏸" }) }).filter({ hasText: "/in-list" });
  await row.waitFor();
  assert.match(await row.locator(".c-state").getAttribute("aria-label"), /held/);
  await row.click({ button: "right" });
  for (const name of ["Hold the next message", "Resume", "Edit the message", "Drop", "Kill"]) await page.getByRole("menuitem", { name: new RegExp(`^\\W*${name}`) }).first().waitFor();
  await page.keyboard.press("Escape");
  await row.click();
  await page.locator(".held-strip").waitFor();
  await accessible(page, "detail of a held flow");
  await page.locator(".held-strip").getByRole("button", { name: "Edit" }).click();
  await editor().waitFor();
  await page.evaluate(() => history.back());
  await page.locator("#list").waitFor();
  await page.locator("#list").focus();
  await page.keyboard.press("a");
  assert.equal((await sent).status, 200);
});

for (const theme of THEMES) {
  test(`axe finds nothing on the page with held messages: ${theme}`, async () => {
    const sent = ["/a", "/b?x=1"].map(path => send(path, { method: "POST", body: "user=eve" }));
    const again = await openAgain(browser, opened, { theme });
    await visit(again.page, "held");
    await again.page.waitForFunction(() => document.querySelectorAll(".held-row").length === 2);
    await again.page.locator(".edit-body textarea").waitFor();
    await accessible(again.page, `held, ${theme}`);
    await again.page.setViewportSize({ width: 320, height: 500 });
    assert.ok(await again.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways at 320 pixels");
    await again.page.getByRole("button", { name: "Resume all" }).click();
    for (const each of sent) assert.equal((await each).status, 200);
    assert.deepEqual(again.faults, []);
    await again.context.close();
  });
}

test("holding is switched off, and what is held goes on or stays as it is chosen", async () => {
  await visit(page, "held");
  const sent = send("/last", { method: "POST", body: "user=eve" });
  await held("/last");
  await page.getByRole("switch", { name: "Hold messages" }).click();
  await page.getByRole("menuitem", { name: /and resume 1 held/ }).click();
  assert.equal((await sent).status, 200);
  await page.waitForFunction(() => document.querySelector("[role=switch]")?.getAttribute("aria-checked") === "false");
  assert.equal((await send("/login", { method: "POST", body: "user=eve" })).status, 200);
  assert.deepEqual(opened.faults, []);
});
