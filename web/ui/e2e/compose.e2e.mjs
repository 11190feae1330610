// Requests are composed, sent, changed and compared, in a real browser on a real proxy.
import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessible, launch, openAgain, openPage, THEMES, until, visit } from "./browser.mjs";
import { startSteno } from "./steno.mjs";

let browser, origin, steno, opened, page;
/** Method, target, fields and body of each request that came to the server. */
const received = [];
const waiting = [];

before(async () => {
  origin = createServer((asked, response) => {
    const chunks = [];
    asked.on("data", chunk => chunks.push(chunk)).on("end", () => {
      received.push({ line: `${asked.method} ${asked.url}`, fields: asked.headers, body: Buffer.concat(chunks) });
      if (asked.url.startsWith("/wait")) waiting.push(response);
      else response.writeHead(asked.url.startsWith("/missing") ? 404 : 200, { "content-type": "application/json" }).end(JSON.stringify({ number: received.length }));
    });
  }).listen(0, "127.0.0.1");
  await once(origin, "listening");
  steno = await startSteno("--redact", "cookies");
  browser = await launch();
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

async function client(path, { method = "GET", headers = {}, body = "" } = {}) {
  const [host, port] = steno.proxy.split(":");
  const asked = request({ host, port, method, path: base() + path, headers: { host: new URL(base()).host, ...headers } }).end(body);
  const [response] = await once(asked, "response");
  response.resume();
  await once(response, "end");
}

const row = id => page.locator(".row", { has: page.locator(".c-id", { hasText: new RegExp(`^${id}$`) }) });
const url = () => page.getByRole("textbox", { name: "URL", exact: true });
const method = () => page.getByRole("textbox", { name: "Method", exact: true });
const body = () => page.getByRole("textbox", { name: "Body", exact: true });
const editor = () => page.locator(".compose-editor");
const attempt = id => page.locator(".compose-attempt", { hasText: `#${id}` });
const parameter = name => new URLSearchParams(new URL(page.url()).hash.replace(/^#[^?]*\??/, "")).get(name);

/** Sends by the key, and waits for the end of the new attempt. Returns its number. */
async function send(status = /^\d{3}$/) {
  const before = parameter("attempt");
  await page.keyboard.press("Control+Enter");
  await until("a further attempt", () => (parameter("attempt") ?? before) !== before, async () => ` – ${await page.getByRole("alert").allTextContents()}`);
  const id = Number(parameter("attempt"));
  await attempt(id).locator(".status", { hasText: status }).waitFor();
  return id;
}

async function paste(text) {
  await page.evaluate(content => {
    const data = new DataTransfer();
    data.setData("text/plain", content);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

test("N opens an empty request, Ctrl-Enter sends it, and its response is shown", async () => {
  await client("/first");
  await row(1).click();
  await page.keyboard.press("N");
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "URL");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("alert").filter({ hasText: "The request has no URL" }).waitFor();
  await url().fill(`${base()}/new?a=1`);
  await method().fill("PUT");
  await page.getByRole("button", { name: "Add a field" }).first().click();
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Name of field 1");
  await page.keyboard.type("X-Try");
  await page.keyboard.press("Tab");
  await page.keyboard.type("one");
  await body().fill("some text");
  assert.equal(await send(), 2);
  const { line, fields, body: sent } = received.at(-1);
  assert.equal(line, "PUT /new?a=1");
  assert.equal(fields["x-try"], "one");
  assert.equal(fields.host, new URL(base()).host);
  assert.equal(sent.toString(), "some text");
  await page.getByRole("complementary", { name: "Attempt 2" }).getByText("number").waitFor();
  assert.equal(await body().inputValue(), "some text");
});

test("what was changed is sent as a further attempt, which is compared with the one before", async () => {
  await method().fill("POST");
  await url().fill(`${base()}/missing`);
  const id = await send(/404/);
  await page.getByRole("button", { name: "Compare with #2" }).click();
  await page.waitForFunction(wanted => location.hash.startsWith("#/compare") && decodeURIComponent(location.hash).includes(`ids=${wanted}`), `2,${id}`);
  await page.locator(".compare-body", { hasText: "/missing" }).waitFor();
  await page.keyboard.press("Escape");
  await url().waitFor();
  assert.equal(await url().inputValue(), `${base()}/missing`);
});

test("the request of an attempt comes back by a key, and what was typed meanwhile is not lost", async () => {
  await attempt(2).waitFor(); // the attempts are read anew after the comparison
  await url().fill(`${base()}/not-sent`);
  await page.keyboard.press("Alt+ArrowUp");
  await page.waitForFunction(wanted => document.querySelector("[aria-label=URL]")?.value === wanted, `${base()}/new?a=1`);
  assert.equal(parameter("attempt"), "2");
  assert.equal(await method().inputValue(), "PUT");
  assert.equal(await body().inputValue(), "some text");
  await page.locator(".compose-attempt", { hasText: "Draft" }).click();
  await page.waitForFunction(wanted => document.querySelector("[aria-label=URL]")?.value === wanted, `${base()}/not-sent`);
  assert.equal(await page.locator(".compose-attempt", { hasText: "Draft" }).count(), 0);
});

test("R takes a recorded request, and its attempts name it as what they were made of", async () => {
  await client("/order", { method: "POST", headers: { "content-type": "application/json", "x-trace": "a" }, body: '{"n":1}' });
  await visit(page, "flows");
  await row(4).click();
  await page.keyboard.press("R");
  await page.waitForFunction(() => location.hash.startsWith("#/compose") && document.activeElement?.getAttribute("aria-label") === "URL");
  assert.equal(await url().inputValue(), `${base()}/order`);
  await body().fill('{"n":2');
  await page.getByText(/No valid JSON, sent as it is/).waitFor();
  await body().fill('{"n":2}');
  await page.getByText(/No valid JSON/).waitFor({ state: "detached" });
  const id = await send();
  const { line, fields, body: sent } = received.at(-1);
  assert.equal(line, "POST /order");
  assert.equal(fields["x-trace"], "a");
  assert.equal(fields["content-length"], "7");
  assert.equal(sent.toString(), '{"n":2}');
  const { metadata } = await page.evaluate(async ([token, flow]) => (await fetch(`/api/v1/flows/${flow}`, { headers: { Authorization: `Bearer ${token}` } })).json(), [opened.token, id]);
  assert.equal(metadata["replay-of"], "4");
  await page.getByRole("button", { name: "Compare with #4" }).waitFor();
});

test("the head is edited as text, and the body as a form, as hexadecimal, or taken from a file", async () => {
  await page.getByRole("group", { name: "Head as" }).getByRole("button", { name: "Text" }).click();
  const head = page.getByRole("textbox", { name: "Head as text" });
  await head.fill(`PATCH ${base()}/form HTTP/1.1\nHost: ${new URL(base()).host}\nX-Two: 2`);
  await page.getByRole("group", { name: "Body as" }).getByRole("button", { name: "Form" }).click();
  await page.getByRole("button", { name: "Remove" }).last().click();
  await editor().locator(".edit-body").getByRole("button", { name: "Add a field" }).click();
  await editor().locator(".edit-body").getByRole("textbox", { name: "Name of field 1" }).fill("user name");
  await editor().locator(".edit-body").getByRole("textbox", { name: "Value of user name" }).fill("a&b");
  await page.getByRole("button", { name: "Set Content-Type: application/x-www-form-urlencoded" }).click();
  await send();
  assert.equal(received.at(-1).line, "PATCH /form");
  assert.equal(received.at(-1).body.toString(), "user+name=a%26b");
  assert.equal(received.at(-1).fields["content-type"], "application/x-www-form-urlencoded");
  assert.equal(received.at(-1).fields["x-trace"], undefined);
  await page.getByRole("group", { name: "Body as" }).getByRole("button", { name: "Hex" }).click();
  const hex = page.getByRole("textbox", { name: "Body in hexadecimal" });
  await hex.fill("00 ff 0");
  await page.getByText("A digit is missing").first().waitFor();
  await hex.fill("00 ff");
  await send();
  assert.deepEqual([...received.at(-1).body], [0, 255]);
  const file = join(steno.folder, "body.bin");
  writeFileSync(file, Buffer.alloc(300_000, 7));
  await page.getByLabel("File with the body").setInputFiles(file);
  await page.getByText("body.bin, 300 kB").waitFor();
  await send();
  assert.equal(received.at(-1).body.length, 300_000);
  await page.getByRole("group", { name: "Head as" }).getByRole("button", { name: "Table" }).click();
});

test("a curl command that is pasted becomes its request", async () => {
  await page.getByRole("button", { name: "New request" }).click();
  await url().focus();
  await paste(`curl '${base()}/pasted' -H 'x-by: curl' --data-raw $'{"a":"\\u00e9"}' -H 'content-type: application/json' -F a=@b`);
  await page.waitForFunction(wanted => document.querySelector("[aria-label=URL]")?.value === wanted, `${base()}/pasted`);
  await page.getByText("Not taken over from the command: --form a=@b").waitFor();
  assert.equal(await method().inputValue(), "POST");
  await send();
  assert.equal(received.at(-1).line, "POST /pasted");
  assert.equal(received.at(-1).fields["x-by"], "curl");
  assert.equal(received.at(-1).body.toString(), '{"a":"é"}');
  await url().focus();
  await paste("curl 'http://cut.off/");
  await page.getByRole("alert").filter({ hasText: "not closed" }).waitFor();
  assert.equal(await url().inputValue(), `${base()}/pasted`);
});

test("drafts outlive a reload, and belong to the tab alone", async () => {
  await url().fill(`${base()}/kept`);
  await body().fill("a secret");
  await page.waitForFunction(() => sessionStorage.getItem("steno.compose")?.includes("a secret"));
  await page.reload();
  await page.waitForFunction(wanted => document.querySelector("[aria-label=URL]")?.value === wanted, `${base()}/kept`);
  assert.equal(await body().inputValue(), "a secret");
  await attempt(9).waitFor();
  assert.equal(await page.evaluate(() => JSON.stringify({ ...localStorage }).includes("a secret")), false);
  const other = await openAgain(browser, opened);
  await visit(other.page, "compose");
  await other.page.getByRole("textbox", { name: "URL", exact: true }).waitFor();
  assert.equal(await other.page.getByRole("textbox", { name: "URL", exact: true }).inputValue(), "");
  await other.context.close();
});

test("an attempt in progress is cancelled, one that fails says why, and what is refused is told in place", async () => {
  await url().fill(`${base()}/wait`);
  const id = await send(/…/);
  await until("the request comes to the server", () => waiting.length === 1);
  await page.getByRole("button", { name: `Cancel #${id}` }).click();
  await attempt(id).locator(".status", { hasText: "failed" }).waitFor();
  await url().fill("http://127.0.0.1:1/closed");
  const failed = await send(/failed/);
  await page.getByRole("complementary", { name: `Attempt ${failed}` }).locator(".flow-error").waitFor();
  await url().fill("no address");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("alert").filter({ hasText: "no address" }).waitFor();
  assert.equal(await url().inputValue(), "no address");
});

test("a redacted request is refused", async () => {
  await client("/redacted", { headers: { cookie: "sid=0123456789abcdef" } });
  const flow = await until("the flow is recorded", () => page.evaluate(async token => (await (await fetch("/api/v1/flows?filter=~u+/redacted", { headers: { Authorization: `Bearer ${token}` } })).json()).flows[0]?.id, opened.token));
  await visit(page, `compose?flow=${flow}`);
  await page.getByRole("alert").filter({ hasText: `Flow ${flow} was redacted: its request has tokens in place of secrets` }).waitFor();
  assert.equal(await editor().count(), 0);
  await page.getByRole("button", { name: "New request" }).click();
  await url().waitFor();
});

test("the page is accessible in each theme, and fits a narrow window", async () => {
  for (const theme of THEMES) {
    const again = await openAgain(browser, opened, { theme });
    await visit(again.page, "compose?flow=4&attempt=5&tab=response");
    await again.page.locator(".compose-attempt", { hasText: "#5" }).waitFor();
    await again.page.getByRole("complementary", { name: "Attempt 5" }).getByText("number").waitFor();
    await accessible(again.page, `compose, ${theme}`);
    if (process.env.SHOTS) await again.page.screenshot({ path: join(process.env.SHOTS, `compose-${theme}.png`) });
    assert.deepEqual(again.faults, []);
    await again.context.close();
  }
  const narrow = await openAgain(browser, opened, { viewport: { width: 320, height: 640 } });
  await visit(narrow.page, "compose?flow=4&attempt=5&tab=response");
  await narrow.page.locator(".compose-attempt", { hasText: "#5" }).waitFor();
  await narrow.page.getByRole("complementary", { name: "Attempt 5" }).getByText("number").waitFor();
  assert.equal(await narrow.page.evaluate(() => document.documentElement.scrollWidth), 320);
  await accessible(narrow.page, "compose, narrow");
  if (process.env.SHOTS) await narrow.page.screenshot({ path: join(process.env.SHOTS, "compose-narrow.png"), fullPage: true });
  await narrow.context.close();
  assert.deepEqual(opened.faults, []);
});
