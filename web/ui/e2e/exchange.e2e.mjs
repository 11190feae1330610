// Files are imported and exported, and other sessions are opened read-only, in a real browser on a real proxy.
import assert from "node:assert/strict";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessible, launch, openAgain, openPage, THEMES, visit } from "./browser.mjs";
import { startSteno } from "./steno.mjs";

let browser, origin, steno, opened, page;
const SECRET = "hunter2-of-the-shop";

before(async () => {
  origin = createServer((asked, response) => response.writeHead(200, { "content-type": "text/plain" }).end(`you asked for ${asked.url}`)).listen(0, "127.0.0.1");
  await once(origin, "listening");
  steno = await startSteno();
  browser = await launch();
  opened = await openPage(browser, steno.url, { acceptDownloads: true });
  page = opened.page;
});

after(async () => {
  await browser?.close();
  await steno?.stop();
  origin?.close();
});

async function send(path) {
  const [host, port] = steno.proxy.split(":");
  const url = `http://127.0.0.1:${origin.address().port}${path}`;
  const asked = request({ host, port, path: url, headers: { host: new URL(url).host, authorization: `Bearer ${SECRET}` } }).end();
  const [response] = await once(asked, "response");
  response.resume();
  await once(response, "end");
}

const entry = (path, text = "from a file") => ({
  startedDateTime: "2024-01-02T03:04:05Z", time: 1,
  request: { method: "GET", url: `http://files.example${path}`, httpVersion: "HTTP/1.1", headers: [] },
  response: { status: 200, statusText: "OK", httpVersion: "HTTP/1.1", headers: [], content: { size: text.length, mimeType: "text/plain", text } },
});
const har = (...entries) => JSON.stringify({ log: { version: "1.2", creator: { name: "test", version: "1" }, entries } });

/** Drops files on an element of a page, as a person does who drags them there. */
async function dropFiles(to, where, files) {
  await to.evaluate(([selector, given]) => {
    const data = new DataTransfer();
    for (const { name, bytes } of given) data.items.add(new File([Uint8Array.from(atob(bytes), char => char.charCodeAt(0))], name));
    const target = document.querySelector(selector);
    for (const type of ["dragenter", "dragover", "drop"]) target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [where, Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.from(content).toString("base64") }))]);
  await to.locator(".importing").waitFor();
}

const job = (name, within = page) => within.locator(".job", { hasText: name });
const path = (text, within = page) => within.locator(".row .c-path", { hasText: new RegExp(`^${text}$`) });

async function shut(within = page) {
  await within.keyboard.press("Escape");
  await within.locator(".dialog").waitFor({ state: "detached" });
}

async function api(method, resource) {
  const answer = await fetch(`${new URL(steno.url).origin}/api/v1${resource}`, { method, headers: { Authorization: `Bearer ${opened.token}` } });
  assert.ok(answer.ok, `${method} ${resource}: ${answer.status}`);
  return answer;
}

test("an empty session offers to import, and what is imported appears in the list", async () => {
  await page.locator(".firstrun").waitFor();
  await page.getByRole("button", { name: "Import files …" }).click();
  await page.locator(".importing").waitFor();
  await accessible(page, "import without a file");
  await page.locator(".importing input[type=file]").setInputFiles({ name: "first.har", mimeType: "application/json", buffer: Buffer.from(har(entry("/first"))) });
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await job("first.har").getByText("1 flow imported.").waitFor();
  await page.waitForFunction(() => document.querySelector(".importing").contains(document.activeElement));
  await page.locator(".firstrun").waitFor({ state: "detached" }); // with the button that opened the sheet
  await shut();
  await path("/first").waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "list");
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => document.querySelector("#list").getAttribute("aria-activedescendant") === "row-0");
});

test("a sheet that came by a dropped file gives the focus to the page's main pane, whichever page that is", async () => {
  for (const [hash, main] of [["flows", "#list"], ["statistics", ".main .page, .main .page *"]]) {
    await visit(page, hash);
    await page.evaluate(() => document.activeElement?.blur());
    await dropFiles(page, ".main", { "nothing.txt": "x" });
    await page.getByRole("button", { name: "Leave nothing.txt out" }).click();
    await shut();
    await page.waitForFunction(selector => document.activeElement?.matches(selector), main);
  }
  await visit(page, "flows");
});

test("Enter presses a button beside the list, and the link that skips to the list works on every page", async () => {
  await visit(page, `flows?f=${encodeURIComponent("~u /nowhere-at-all")}`);
  const clear = page.locator(".nothing button").first();
  await clear.waitFor();
  await clear.press("Enter");
  await path("/first").waitFor();
  await visit(page, "statistics");
  await page.locator(".skip").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.matches(".main .page, .main .page *"));
  await visit(page, "flows");
});

test("a file of no known format is refused in words of the page, and read as the format that is then chosen", async () => {
  const text = `<!-- a note --><items burpVersion="2024.1"><item><url>http://burp.example/noted</url><request base64="false">GET /noted HTTP/1.1\r\nHost: burp.example\r\n\r\n</request></item></items>`;
  await dropFiles(page, ".list", { "odd.txt": `${"note ".repeat(2000)}${text}` });
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await job("odd.txt").getByText(/of no format that is read .*choose its format, and try again/).waitFor();
  assert.doesNotMatch(await job("odd.txt").innerText(), /--|header field|parameter/);
  await accessible(page, "import that was refused");
  await job("odd.txt").getByRole("button", { name: "Try again …" }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "format");
  await accessible(page, "import with choices");
  await page.getByRole("combobox", { name: "Format" }).selectOption("burp");
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await job("odd.txt").getByText(/flow/).first().waitFor();
  await page.getByRole("button", { name: "Take odd.txt off the list" }).click();
  await shut();
});

test("a damaged file is searched behind its damage if that is asked for", async () => {
  const flows = Buffer.from(await (await api("GET", "/export?format=mitm&set=1")).arrayBuffer());
  await dropFiles(page, ".list", { "torn.mitm": Buffer.concat([flows, Buffer.from("99:broken"), flows]) });
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await job("torn.mitm").getByText(/1 flow imported, up to the damage/).waitFor();
  assert.doesNotMatch(await job("torn.mitm").innerText(), /--/);
  await job("torn.mitm").getByRole("button", { name: "Read it again with that search …" }).click();
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await job("torn.mitm").getByText(/2 flows imported, up to the damage/).waitFor();
  assert.match(await job("torn.mitm").innerText(), /damaged in 1 place,/);
  await page.getByRole("button", { name: "Take torn.mitm off the list" }).click();
  await shut();
});

test("a file that is dropped on the list is imported by Enter, and its flows are shown by their numbers", async () => {
  await send("/recorded");
  await path("/recorded").waitFor();
  await dropFiles(page, ".list", { "night.har": har(entry("/a"), entry("/b")) });
  await page.waitForFunction(() => document.activeElement?.textContent === "Import 1 file");
  await accessible(page, "import with a file");
  await page.keyboard.press("Enter");
  await job("night.har").getByText("2 flows imported.").waitFor();
  await job("night.har").getByText("har", { exact: false }).first().waitFor();
  await accessible(page, "import that ended");
  await job("night.har").getByRole("button", { name: "Show them" }).click();
  await page.locator(".importing").waitFor({ state: "detached" });
  await path("/a").waitFor();
  await path("/recorded").first().waitFor({ state: "detached" });
  const [, first, last] = /f=id >= (\d+) & id <= (\d+)/.exec(decodeURIComponent(page.url())) ?? [];
  assert.equal(last - first, 1);
  await visit(page, "flows");
});

test("of several files, one that is refused says what to do, one that is cut says where, and the others are imported", async () => {
  await dropFiles(page, ".banner", { "good.har": har(entry("/good")), "capture.pcap": "\u0000", "notes.chls": Buffer.from([0xac, 0xed, 0, 5, 1, 2]), "cut.har": har(entry("/before-the-cut"), entry("/lost")).slice(0, -120) });
  await page.getByRole("button", { name: "Import 4 files" }).click();
  await job("good.har").getByText("1 flow imported.").waitFor();
  await job("notes.chls").getByText(/charles convert/).waitFor();
  await job("capture.pcap").locator(".option-error").waitFor();
  await job("cut.har").getByText(/1 flow imported, up to the damage/).waitFor();
  await accessible(page, "import with errors");
  for (const name of ["good.har", "notes.chls", "capture.pcap", "cut.har"]) await page.getByRole("button", { name: `Take ${name} off the list` }).click();
  await page.waitForFunction(() => ![...document.querySelectorAll(".job-name")].some(each => each.textContent === "cut.har"));
  await shut();
  await path("/before-the-cut").waitFor();
});

test("details that are left out are counted by cause", async () => {
  await dropFiles(page, ".list", { "lossy.har": har(entry("/kept"), { ...entry("/x"), request: { method: "GET", url: "data:text/plain,x", headers: [] } }) });
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await job("lossy.har").locator("summary").click();
  await job("lossy.har").locator("td", { hasText: /./ }).first().waitFor();
  await accessible(page, "losses");
  await shut();
});

test("a large file is sent without being read into the page, and its progress is shown", async () => {
  const file = join(steno.folder, "large.har");
  const out = openSync(file, "w");
  const text = "x".repeat(1 << 20);
  writeSync(out, '{"log":{"version":"1.2","entries":[');
  for (let i = 0; i < 96; i++) writeSync(out, (i ? "," : "") + JSON.stringify(entry(`/large-${i}`, text)));
  writeSync(out, "]}}");
  closeSync(out);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const heap = async () => (await session.send("Performance.getMetrics")).metrics.find(each => each.name === "JSHeapUsedSize").value;
  await openImport();
  await page.locator(".importing input[type=file]").setInputFiles(file);
  const beforehand = await heap();
  await page.evaluate(() => {
    window.seen = 0;
    new MutationObserver(() => (window.seen = Math.max(window.seen, document.querySelector(".job progress")?.value ?? 0))).observe(document.querySelector(".jobs"), { childList: true, subtree: true, attributes: true });
  });
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await job("large.har").getByText("96 flows imported.").waitFor({ timeout: 300_000 });
  assert.ok(await page.evaluate(() => window.seen > 0), "no progress was shown");
  assert.ok((await heap()) - beforehand < 32 << 20, "the file was read into the page");
  await shut();
});

async function openImport() {
  await page.getByRole("button", { name: "Import and export" }).click();
  await page.getByRole("menuitem", { name: "Import files …" }).click();
  await page.locator(".importing").waitFor();
}

test("a transfer goes on while the sheet is closed, and is cancelled in it", async () => {
  await openImport();
  process.kill(steno.pid, "SIGSTOP"); // so that nothing of it is answered
  try {
    await page.locator(".importing input[type=file]").setInputFiles(join(steno.folder, "large.har"));
    await page.getByRole("button", { name: "Import 1 file" }).click();
    await page.getByRole("button", { name: "Cancel large.har" }).waitFor();
    await shut();
    await openImport();
    await page.getByRole("button", { name: "Cancel large.har" }).click();
    await job("large.har").getByText("Cancelled; the flows that were read by then stay.").waitFor();
  } finally {
    process.kill(steno.pid, "SIGCONT");
  }
  await page.locator(".frame:not(.offline)").waitFor();
  await shut();
});

/** Exports by the sheet that is open; returns the name and the text of the file. */
async function exported(button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  const file = await download.path();
  return { name: download.suggestedFilename(), text: readFileSync(file, "latin1") };
}

test("the flows of the filter are exported without secrets, and with them if that is asked for", async () => {
  await visit(page, `flows?f=${encodeURIComponent("~u /recorded")}`);
  await path("/first").first().waitFor({ state: "detached" });
  await path("/recorded").click();
  await page.keyboard.press("E");
  await page.locator(".exporting").waitFor();
  await page.waitForFunction(() => document.querySelectorAll(".exporting option").length > 10);
  await accessible(page, "export");
  await page.getByRole("combobox", { name: "Format" }).selectOption("har");
  const plain = await exported("Export without secrets");
  assert.equal(plain.name, "shop-export.har");
  assert.match(plain.text, /\/recorded/);
  assert.doesNotMatch(plain.text, /files\.example/, "what the filter hides was exported");
  assert.doesNotMatch(plain.text, new RegExp(SECRET));
  await page.getByText("1 flow written.").waitFor();
  await page.getByRole("checkbox", { name: "With secrets" }).check();
  await page.getByText("The file contains passwords, cookies and tokens unchanged. Anyone who has the file can use them.").waitFor();
  await accessible(page, "export with secrets");
  assert.match((await exported("Export with secrets")).text, new RegExp(SECRET));
  await shut();
});

test("every format that the server lists is exported; a session file has everything and says so", async () => {
  await visit(page, "flows");
  await path("/recorded").click();
  await page.keyboard.press("E");
  await page.waitForFunction(() => document.querySelectorAll(".exporting option").length > 10);
  const formats = await page.locator(".exporting option").evaluateAll(all => all.map(each => each.value));
  const listed = (await (await api("GET", "/formats")).json()).export.map(each => each.format);
  assert.deepEqual(formats, listed);
  for (const format of formats) {
    await page.getByRole("combobox", { name: "Format" }).selectOption(format);
    const whole = format === "steno";
    assert.equal(await page.getByRole("checkbox", { name: "With secrets" }).isDisabled(), whole);
    const file = await exported(whole ? "Export with secrets" : "Export without secrets");
    assert.ok(file.text.length > 0, format);
    assert.equal(file.text.includes(SECRET), whole, format);
    await page.locator(".outcome", { hasText: /written\./ }).waitFor();
  }
  await shut();
});

test("the version of a format is chosen", async () => {
  await page.keyboard.press("E");
  await page.getByRole("combobox", { name: "Format" }).selectOption("mitm");
  await page.getByRole("combobox", { name: "Version" }).selectOption("17");
  assert.match((await exported("Export without secrets")).text, /7:version;2:17#/);
  await page.getByRole("combobox", { name: "Format" }).selectOption("k6");
  await page.getByRole("checkbox", { name: /^No images/ }).check();
  await accessible(page, "export with a choice");
  assert.match((await exported("Export without secrets")).name, /\.js$/);
  await shut();
});

test("selected flows alone are exported", async () => {
  await visit(page, `flows?f=${encodeURIComponent('~u "files.example/(a|b|good)$"')}`);
  // until the filter is in force: it clears a selection
  await page.waitForFunction(() => [...document.querySelectorAll(".row .c-path")].map(each => each.textContent).sort().join(" ") === "/a /b /good");
  await path("/a").click();
  await path("/b").click({ modifiers: ["Control"] });
  await page.keyboard.press("E");
  await page.locator("label", { hasText: "Selected: 2" }).locator("input:checked").waitFor();
  await page.getByRole("combobox", { name: "Format" }).selectOption("url");
  const file = await exported("Export without secrets");
  assert.match(file.text, /\/a\s/);
  assert.doesNotMatch(file.text, /\/good/);
  await shut();
  await visit(page, "flows");
});

test("an export that is asked for in the frame of the last click is of what that click selected", async () => {
  await visit(page, `flows?f=${encodeURIComponent('~u "files.example/(a|b|good)$"')}`);
  await page.waitForFunction(() => [...document.querySelectorAll(".row .c-path")].map(each => each.textContent).sort().join(" ") === "/a /b /good");
  await path("/a").click();
  await page.evaluate(() => {
    const row = text => [...document.querySelectorAll(".row")].find(each => each.querySelector(".c-path").textContent === text);
    for (const [text, ctrlKey] of [["/a", false], ["/b", true], ["/good", true]]) row(text).dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey }));
    document.querySelector("#list").dispatchEvent(new KeyboardEvent("keydown", { key: "E", shiftKey: true, bubbles: true }));
  });
  await page.locator("label", { hasText: "Selected: 3" }).locator("input:checked").waitFor();
  await shut();
  await visit(page, "flows");
});

let apart;

test("a session that is dropped is opened read-only in a tab of its own", async () => {
  const bytes = Buffer.from(await (await api("GET", `/export?format=steno&set=${encodeURIComponent('~u "files.example/(a|b)$"')}`)).arrayBuffer());
  await dropFiles(page, ".list", { "night.steno": bytes });
  await page.getByRole("radio", { name: /Read-only/ }).and(page.locator(":checked")).waitFor();
  await page.getByRole("button", { name: "Open read-only 1 file" }).click();
  const link = page.locator(".job-done", { hasText: "night.steno" }).getByRole("link", { name: "Open in a new tab" });
  await link.waitFor();
  await accessible(page, "import with an opened session");
  [apart] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  await apart.locator(".read-only", { hasText: "night.steno" }).waitFor();
  await path("/a", apart).waitFor();
  await path("/b", apart).waitFor();
  assert.equal(await apart.locator(".row .c-path", { hasText: "/recorded" }).count(), 0);
  await shut();
});

test("it is read in every way, and nothing of it can be changed", async () => {
  await path("/a", apart).dblclick();
  await apart.getByRole("tab", { name: "Response" }).click();
  await apart.getByText("from a file").first().waitFor();
  await visit(apart, `flows?f=${encodeURIComponent("~b 'from a file'")}`);
  await path("/b", apart).waitFor();
  assert.deepEqual(await apart.locator(".nav a span:first-of-type").allTextContents(), ["Flows", "Tree", "Statistics", "Connections"]);
  await visit(apart, "statistics");
  await visit(apart, "tree");
  await apart.locator(".tree-grid").getByText("files.example").first().waitFor();
  await visit(apart, "flows");
  await path("/a", apart).click({ button: "right" });
  for (const name of ["Send the request again", "Remove flows", "Duplicate flows", "Mark, or remove the mark", "Comment"]) {
    assert.equal(await apart.getByRole("menuitem", { name, exact: false }).first().getAttribute("aria-disabled"), "true", name);
  }
  await apart.keyboard.press("Escape");
  await apart.locator(".menu").waitFor({ state: "detached" });
  await path("/a", apart).click();
  await apart.keyboard.press("d");
  await apart.keyboard.press("m");
  await apart.keyboard.press("r");
  assert.equal(await apart.locator(".toast").count(), 0);
  await apart.keyboard.press("E");
  await apart.locator(".exporting").waitFor();
  await apart.getByRole("radio", { name: /All of the session: 2/ }).check();
  await apart.getByRole("combobox", { name: "Format" }).selectOption("url");
  const [download] = await Promise.all([apart.waitForEvent("download"), apart.getByRole("button", { name: "Export without secrets" }).click()]);
  assert.equal(download.suggestedFilename(), "night-export.txt");
  assert.match(readFileSync(await download.path(), "latin1"), /files\.example\/a/);
  await shut(apart);
});

for (const theme of THEMES) {
  test(`axe finds nothing on a page that is read-only: ${theme}`, async () => {
    await apart.evaluate(chosen => localStorage.setItem("steno.theme", JSON.stringify(chosen)), theme);
    const again = await apart.context().newPage();
    await again.goto(apart.url());
    await again.locator(".read-only", { hasText: "night.steno" }).waitFor();
    await path("/a", again).dblclick();
    await again.getByRole("tab", { name: "Notes" }).click();
    await again.getByText("This session is open read-only").waitFor();
    await accessible(again, `read-only, ${theme}`);
    await again.close();
  });
}

/** The page says so alone, with the name of the session as far as it knows it, and offers no attempt. */
async function saysThatItIsGone(tab, name) {
  const banner = tab.locator(".trouble", { hasText: name }).filter({ hasText: "not open any more: it was closed, or Steno was started again" });
  await banner.waitFor();
  assert.equal(await tab.locator(".trouble, .read-only").count(), 1);
  assert.equal(await banner.getByRole("button").count(), 0);
}

test("a tab of a session that is closed says so, and leads back", async () => {
  const address = apart.url().replace(/#.*/, "");
  await openImport();
  await page.getByRole("button", { name: "Close night.steno" }).click();
  await page.getByRole("heading", { name: "Open read-only" }).waitFor({ state: "detached" });
  await shut();
  await saysThatItIsGone(apart, "night.steno");
  await path("/a", apart).waitFor(); // what was shown stays
  await apart.clock.install();
  await apart.goto(address);
  await saysThatItIsGone(apart, "");
  const attempts = [];
  apart.on("websocket", socket => attempts.push(socket.url()));
  await apart.clock.fastForward(60_000); // the pause before an attempt is ten seconds at most
  await apart.clock.fastForward(60_000);
  assert.deepEqual(attempts, []);
  await accessible(apart, "a session that is not open any more");
  await apart.getByRole("link", { name: "Back to the recorded session" }).click();
  await apart.locator(".session-name", { hasText: "shop.steno" }).waitFor();
  await apart.locator(".row .c-path").first().waitFor();
  assert.equal(await apart.locator(".read-only").count(), 0);
  await apart.close();
});

test("a file of another tool is opened read-only beside the recorded session, too", async () => {
  await dropFiles(page, ".list", { "apart.har": har(entry("/apart")) });
  await page.getByRole("radio", { name: /Read-only/ }).check();
  await page.getByRole("button", { name: "Open read-only 1 file" }).click();
  const link = page.locator(".job-done", { hasText: "apart.har" }).getByRole("link", { name: "Open in a new tab" });
  const [other] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  await path("/apart", other).waitFor();
  await other.close();
  await shut();
  assert.equal(await path("/apart").count(), 0);
});

test("the palette leads to both sheets, which give the focus back", async () => {
  await visit(page, "flows");
  for (const [words, sheet] of [["import files", ".importing"], ["export flows", ".exporting"]]) {
    await page.locator(".list").focus();
    await page.keyboard.press("Control+k");
    await page.locator(".palette-input").fill(words);
    await page.locator(".palette-list [role=option]", { hasText: new RegExp(words, "i") }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.locator(sheet).waitFor();
    await shut();
    await page.waitForFunction(() => document.activeElement?.id === "list");
  }
});

test("at 320 pixels, both sheets stay within the screen", async () => {
  const again = await openAgain(browser, opened, { viewport: { width: 320, height: 480 } });
  for (const [item, sheet] of [["Import files …", ".importing"], ["Export flows …", ".exporting"]]) {
    await again.page.getByRole("button", { name: "Import and export" }).click();
    await again.page.getByRole("menuitem", { name: item }).click();
    await again.page.locator(sheet).waitFor();
    const { wide, inner } = await again.page.evaluate(selector => ({ wide: document.documentElement.scrollWidth, inner: document.querySelector(selector).scrollWidth - document.querySelector(selector).clientWidth }), sheet);
    assert.ok(wide <= 320, `${sheet}: ${wide}`);
    assert.ok(inner <= 0, `${sheet} scrolls sideways by ${inner}`);
    await shut(again.page);
  }
  assert.deepEqual(again.faults, []);
  await again.context.close();
});

test("the page complains of nothing", () => {
  assert.deepEqual(opened.faults, []);
});
