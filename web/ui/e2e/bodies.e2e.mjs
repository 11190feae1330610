// The detail of flows in a real browser, on a real proxy: bodies of every kind, messages live, by keyboard.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BIDI, fetchThrough, GIB, lineAt, socketThrough, startBodies, streamThrough } from "./bodies.mjs";
import { accessible, launch, openPage, until as waitUntil } from "./browser.mjs";
import { startSteno } from "./steno.mjs";

let origin;
let steno;
let browser;
let page;
let faults;
const ids = new Map();

/** Fetches a path of the origin through Steno and remembers its flow's number: flows count from 1. */
async function record(path) {
  await fetchThrough(steno.proxy, `http://${origin.host}${path}`);
  ids.set(path, ids.size + 1);
}

before(async () => {
  [origin, steno] = await Promise.all([startBodies(), startSteno()]);
  for (const path of ["/huge", "/json", "/hostile.html", "/hostile.svg", "/bidi", "/gzip", "/pixel.png", "/app.js", "/bytes", "/json?again=1"]) await record(path);
  browser = await launch();
  ({ page, faults } = await openPage(browser, steno.url));
});

after(async () => {
  await browser?.close();
  await steno?.stop();
  await origin?.stop();
});

/** Opens a flow by its address and waits for its detail. */
async function open(path, rest = "&tab=response") {
  await page.evaluate(hash => void (location.hash = hash), `#/flows?flow=${ids.get(path)}${rest}`);
  await page.getByRole("heading", { level: 2, name: `Flow ${ids.get(path)}`, exact: true }).waitFor();
}

const pane = () => page.locator(".body-view .scrollpane");
const rows = () => page.locator(".body-view .line");
const text = locator => locator.textContent().then(found => found ?? "");

const firstRows = async () => `; rows: ${(await rows().allTextContents()).slice(0, 3).join(" | ")}`;
const until = (what, check) => waitUntil(what, check, firstRows);

test("a body of 1 GiB opens at once, at 700 MB, and at its end", async () => {
  await open("/huge");
  await until("the first line", async () => (await text(rows().first())).includes(lineAt(0).trim()));
  await open("/huge", "&tab=response&view=text&at=700000000-700000001");
  const line = lineAt(700_000_000).trim();
  await until("the line at 700 MB", async () => (await rows().allTextContents()).some(row => row.includes(line)));
  await pane().focus();
  await page.keyboard.press("End");
  await until("the last line", async () => (await rows().allTextContents()).some(row => row.includes(lineAt(GIB - 1).trim())));
  await page.keyboard.press("Home");
  await until("the first line again", async () => (await text(rows().first())).includes(lineAt(0).trim()));
});

test("find in a body of 1 GiB runs on the server and leads from match to match", async () => {
  await open("/huge");
  await pane().focus();
  await page.keyboard.press("/");
  await page.keyboard.type("needle is here");
  const marked = page.locator("mark.lit.chosen");
  await until("the first match", async () => (await marked.count()) === 1 && (await text(marked)) === "needle is here");
  await until("more matches", async () => /1 of \d{2}/.test(await text(page.locator(".findbar [role=status]"))));
  await page.keyboard.press("Enter");
  const second = lineAt((100_003 + 77) * 64).trim();
  await until("the second match", async () => (await rows().allTextContents()).some(row => row.includes(second)));
  await page.keyboard.press("Escape");
  await page.locator(".findbar").waitFor({ state: "detached" });
});

test("5 MB of JSON on one line are laid out, folded by keys, and shown as a tree", async () => {
  await open("/json");
  await until("laid out lines", async () => (await text(rows().nth(2))).includes('"id": 0'));
  await page.getByLabel("View", { exact: true }).selectOption("tree");
  await page.getByRole("tree").focus();
  for (const key of ["ArrowDown", "ArrowRight", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  await until("the path of the chosen line", async () => (await text(page.locator(".viewer-foot .path"))) === "[0].name");
  await page.getByLabel("View", { exact: true }).selectOption("auto");
});

test("a preview of hostile HTML runs nothing and fetches nothing", async () => {
  await open("/hostile.html", "&tab=response&view=preview");
  const frame = page.frameLocator("iframe.preview");
  await frame.locator("#seen", { hasText: /^hello$/ }).waitFor();
  await open("/hostile.svg", "&tab=response&view=image");
  await until("the picture", () => page.locator(".image-ground img").evaluate(image => image.naturalWidth === 40));
  await open("/hostile.html", "&tab=response&view=auto");
  await until("its text", async () => (await rows().allTextContents()).some(row => row.includes("javascript:fetch")));
  assert.equal(await page.locator(".body-view a").count(), 0, "links are text");
  assert.equal(await page.title().then(title => title.includes("ran")), false);
  assert.deepEqual(origin.fetched, []);
});

test("invisible characters are shown as marks, and numbers as they are written", async () => {
  await open("/bidi");
  await until("marks", async () => (await page.locator(".mark-char").allTextContents()).join() === "RLO,ZWSP,U+E0041");
  await until("the number", async () => (await rows().allTextContents()).some(row => row.includes("12345678901234567890")));
  await open("/gzip");
  await until("what it was decoded from", async () => (await page.locator(".banners").allTextContents()).join().includes("decoded from gzip"));
  await page.getByLabel("View", { exact: true }).selectOption("text");
  await until("decoded bytes", async () => (await text(rows().first())).includes('"file"'));
  await page.getByText("as it passed").click();
  await until("bytes as they passed", async () => !(await text(rows().first())).includes('"file"'));
  assert.ok(BIDI.includes("\u202e"));
});

test("images, bytes as numbers, and JavaScript laid out by a worker", async () => {
  await open("/pixel.png");
  await until("the picture", () => page.locator(".image-ground img").evaluate(image => image.naturalWidth === 10));
  await open("/bytes", "&tab=response&view=hex");
  await pane().focus();
  await page.keyboard.press("ArrowRight");
  for (let i = 0; i < 3; i++) await page.keyboard.press("Shift+ArrowRight");
  await until("the reading of four bytes", async () => (await text(page.locator(".hex-inspector"))).includes("67305985 LE · 16909060 BE"));
  await open("/app.js");
  await page.getByRole("button", { name: "Beautify" }).click();
  await until("laid out lines", async () => (await rows().allTextContents()).some(row => row.endsWith("  if (b) {")));
});

test("messages of a WebSocket come live; the list follows, filters and opens them by keys", async () => {
  const socket = await socketThrough(steno.proxy, origin.host, "/ws");
  ids.set("/ws", ids.size + 1);
  const sent = page.locator(".row", { hasText: "/ws" }).locator(".c-size");
  await until("the row of the socket", async () => (await sent.count()) === 1);
  assert.equal(await text(sent), "", "nothing has come yet");
  const [server] = origin.sockets.clients;
  for (let n = 0; n < 3000; n++) server.send(`{"n":${n}}`);
  await open("/ws", "&tab=messages");
  const last = page.locator(".message-row .m-text").last();
  await until("the last of 3,000", async () => (await text(last)) === '{"n":2999}');
  await until("the size", async () => /^\d+ kB$/.test(await text(sent)));
  socket.send("from the client");
  await until("the message of the client", async () => (await text(last)) === "from the client");
  const grid = page.getByRole("grid", { name: "Messages" });
  await grid.focus();
  await page.keyboard.press("Home");
  await until("the first message", async () => (await text(page.locator(".message-row .m-text").first())) === '{"n":0}');
  server.send("while reading elsewhere");
  await until("the count", async () => (await text(page.locator(".messages [role=status]").first())).includes("3,002"));
  assert.equal(await text(page.locator(".message-row .m-text").first()), '{"n":0}', "what is read stays");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await until("the opened message", async () => (await page.locator(".body-view .line").allTextContents()).some(row => row.includes('"n": 1')));
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type("client|elsewhere");
  await until("two filtered messages", async () => (await page.locator(".message-row").count()) === 2);
  socket.close(1000);
});

test("events of a stream are a list that follows", async () => {
  const stream = await streamThrough(steno.proxy, `http://${origin.host}/events`);
  ids.set("/events", ids.size + 1);
  origin.event("one");
  await open("/events", "&tab=messages");
  const last = page.locator(".message-row .m-text").last();
  await until("the first event", async () => (await last.count()) > 0 && (await text(last)).includes("one"));
  origin.event("two");
  await until("the second event", async () => (await text(last)).includes("two"));
  assert.equal(await page.locator(".message-row .m-time").count(), 0, "events have no times of their own, so there is no column of them");
  stream.close();
});

test("two flows are compared by c, and what is ignored is no difference", async () => {
  await open("/json");
  await page.locator(".detail [role=tab][aria-selected=true]").focus();
  await page.keyboard.press("c");
  await page.getByText("press c on another one").waitFor();
  await open("/json?again=1");
  await page.locator(".detail [role=tab][aria-selected=true]").focus();
  await page.keyboard.press("c");
  await page.locator(".compare tr.differs", { hasText: "again" }).first().waitFor();
  assert.ok(!(await page.locator(".compare tr.differs .key").allTextContents()).some(key => key.toLowerCase() === "date"), "dates are ignored");
  await accessible(page, "compare");
  await page.locator(".compare-body").focus();
  await page.keyboard.press("Escape");
  await page.locator(".list-pane").waitFor();
});

test("tabs by keys; a comment is kept and undone", async () => {
  await open("/bidi");
  await page.locator(".detail [role=tab][aria-selected=true]").focus();
  await page.keyboard.press("1");
  await until("the tab Request", async () => (await text(page.locator("[role=tab][aria-selected=true]"))) === "Request");
  await page.keyboard.press("]");
  await until("the tab Response", async () => (await text(page.locator("[role=tab][aria-selected=true]"))) === "Response");
  await page.keyboard.press("6");
  const box = page.getByLabel("Comment");
  await box.fill("looks odd");
  await page.keyboard.press("Control+Enter");
  await until("the comment in the head", async () => (await page.locator(".flow-comment").allTextContents()).join() === "looks odd");
  await page.getByRole("button", { name: "Undo" }).click();
  await until("no comment", async () => (await page.locator(".flow-comment").count()) === 0);
});

test("a comment typed in the moment in which its box appears stays", async () => {
  await open("/gzip");
  await page.evaluate(() => new Promise(typed => {
    const watch = new MutationObserver(() => {
      const box = document.querySelector(".notes textarea");
      if (!box) return;
      watch.disconnect();
      box.value = "typed at once";
      box.dispatchEvent(new Event("input", { bubbles: true }));
      typed();
    });
    watch.observe(document.body, { childList: true, subtree: true });
    location.hash = location.hash.replace("tab=response", "tab=notes");
  }));
  // The effects of a rendering run after the next frame; a second frame paints what they changed.
  const frame = () => page.evaluate(() => new Promise(painted => requestAnimationFrame(() => setTimeout(painted))));
  await frame();
  await frame();
  const box = page.getByLabel("Comment");
  assert.equal(await box.inputValue(), "typed at once");
  await box.fill("");
});

test("the last of many fast choices is what is shown", async () => {
  for (const path of ["/huge", "/json", "/app.js", "/hostile.html", "/bytes", "/bidi"]) {
    await page.evaluate(hash => void (location.hash = hash), `#/flows?flow=${ids.get(path)}&tab=response`);
  }
  await page.getByRole("heading", { level: 2, name: `Flow ${ids.get("/bidi")}`, exact: true }).waitFor();
  await until("its body", async () => (await rows().allTextContents()).some(row => row.includes("12345678901234567890")));
});

test("every tab is accessible, and the page complained of nothing but what it blocked", async () => {
  for (const [path, rest] of [["/bidi", "&tab=request"], ["/bidi", "&tab=response"], ["/json", "&tab=response&view=tree"], ["/huge", "&tab=response&view=text"], ["/bytes", "&tab=response&view=hex"],
    ["/pixel.png", "&tab=response"], ["/ws", "&tab=messages"], ["/bidi", "&tab=timing"], ["/bidi", "&tab=connection"], ["/bidi", "&tab=notes"], ["/bidi", "&tab=raw"]]) {
    await open(path, rest);
    await page.waitForFunction(() => !document.querySelector(".detail .loading"));
    await accessible(page, `${path}${rest}`);
  }
  assert.deepEqual(faults.filter(fault => !/sandboxed|Content Security Policy/.test(fault)), []);
});
