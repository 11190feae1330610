// Five steps by the web interface alone, in a real browser on a real proxy, while another page shops through it: a login is held, changed
// and sent; a request is answered by hand; a host is blocked; a script comes from a local file; the network becomes slow. And messages of a WebSocket are decided on one by one.
// With PICTURES=FOLDER it leaves a picture of each step there, as docs/change.md shows them.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { WebSocketServer } from "ws";
import { accessible, holdMatching, launch, openPage, visit } from "./browser.mjs";
import { reduce } from "./png.mjs";
import { startSteno } from "./steno.mjs";

const SIZE = { width: 1280, height: 800 };
const LARGE = 60_000;
const STYLE = "<style>body { font: 16px system-ui; margin: 3em } input, button { font: inherit; padding: .3em }</style>";
let browser, origin, steno, opened, page, shop;
const got = [];
const said = [];

before(async () => {
  origin = createServer((asked, response) => {
    const pieces = [];
    asked.on("data", piece => void pieces.push(piece)).on("end", () => {
      const body = Buffer.concat(pieces).toString();
      got.push({ host: asked.headers.host, url: asked.url, body });
      const script = asked.url.startsWith("/app.js");
      response.writeHead(200, { "content-type": script ? "text/javascript" : "text/html; charset=utf-8", "cache-control": "no-store" });
      if (script) response.end(`document.querySelector("h1").textContent = "The shop";`);
      else if (asked.url === "/large") response.end("x".repeat(LARGE));
      else if (asked.method === "POST") response.end(`<!doctype html>${STYLE}<h1>Hello ${new URLSearchParams(body).get("user")}</h1>`);
      else response.end(`<!doctype html><title>Shop</title>${STYLE}<h1>…</h1><form method=post action=/login><input name=user value=ann> <button>Log in</button></form><script src="/app.js"></script>`);
    });
  }).listen(0, "127.0.0.1");
  new WebSocketServer({ server: origin }).on("connection", socket => socket.on("message", data => {
    said.push(String(data));
    socket.send(String(data));
  }));
  await once(origin, "listening");
  steno = await startSteno();
  browser = await launch();
  opened = await openPage(browser, steno.url, { viewport: SIZE });
  page = opened.page;
  const context = await browser.newContext({ viewport: { width: 640, height: 400 }, proxy: { server: `http://${steno.proxy}`, bypass: "<-loopback>" } });
  context.setDefaultTimeout(10_000);
  shop = await context.newPage();
  await shop.goto(`${base()}/`);
  await shop.getByRole("heading", { name: "The shop" }).waitFor();
});

after(async () => {
  await browser?.close();
  await steno?.stop();
  origin?.closeAllConnections();
  origin?.close();
});

const base = (host = "127.0.0.1") => `http://${host}:${origin.address().port}`;
const editor = () => page.locator(".held-editor");
const form = () => page.locator(".rule-form");
const rules = () => page.locator(".rule-table tbody tr");

async function picture(of, name) {
  const shown = reduce(await of.screenshot());
  assert.ok(shown.length > 1000, `${name} is empty`);
  if (!process.env.PICTURES) return;
  mkdirSync(process.env.PICTURES, { recursive: true });
  writeFileSync(join(process.env.PICTURES, `step-${name}.png`), shown);
}

async function logIn() {
  await shop.goto(`${base()}/`);
  await shop.getByRole("button", { name: "Log in" }).click({ noWaitAfter: true });
  await page.locator(".held-row").first().waitFor();
}

test("a login request is held, one of its fields is changed, and it is sent", async () => {
  await visit(page, "held");
  await holdMatching(page, "~q & ~u /login");
  await logIn();
  const body = editor().getByRole("textbox", { name: "Body", exact: true });
  await page.waitForFunction(() => document.querySelector(".edit-body textarea")?.value === "user=ann");
  await body.fill("user=grace");
  await picture(page, "login");
  await editor().getByRole("button", { name: "Send changed" }).click();
  await shop.getByRole("heading", { name: "Hello grace" }).waitFor();
  assert.deepEqual(got.filter(each => each.url === "/login").map(each => each.body), ["user=grace"]);
});

test("a request is answered by hand, and the shop does not get it", async () => {
  const before = got.filter(each => each.url === "/login").length;
  await logIn();
  await editor().getByRole("button", { name: "Answer…" }).click();
  const dialog = page.locator("dialog.answer");
  await dialog.getByLabel("Status").fill("403");
  await dialog.getByLabel("Body", { exact: true }).fill("Not today.");
  await picture(page, "answer");
  await dialog.getByRole("button", { name: "Send the answer" }).click();
  await dialog.waitFor({ state: "detached" });
  await shop.getByText("Not today.").waitFor();
  assert.equal(got.filter(each => each.url === "/login").length, before);
});

test("of the messages of a WebSocket, one is changed and sent, one is dropped, and an answer passes", async () => {
  await visit(page, "held");
  await holdMatching(page, "~websocket & ~u /chat");
  await shop.goto(`${base()}/`);
  await shop.evaluate(url => {
    window.heard = [];
    window.chat = new WebSocket(url);
    window.chat.onmessage = told => void window.heard.push(told.data);
    window.chat.onopen = () => ["one", "two"].forEach(word => window.chat.send(word));
  }, `${base().replace("http", "ws")}/chat`);
  const message = text => editor().locator("fieldset", { has: page.locator("textarea") }).filter({ has: page.getByRole("textbox", { name: text }) });
  await message("Message 1 from the client").getByRole("textbox").fill("edited");
  await accessible(page, "held messages of a stream");
  await message("Message 2 from the client").getByRole("button", { name: "Drop" }).click();
  await message("Message 1 from the client").getByRole("button", { name: "Send changed" }).click();
  await message("Message 3 from the server").getByRole("button", { name: "Send" }).click();
  await shop.waitForFunction(() => window.heard.join() === "edited");
  assert.deepEqual(said, ["edited"]);
  await page.locator(".held-row").first().waitFor({ state: "detached" });
  await holdMatching(page, "");
  await shop.evaluate(() => window.chat.close());
});

test("a host is blocked", async () => {
  await visit(page, "rules");
  await page.getByRole("button", { name: "New rule" }).click();
  await form().getByLabel("What it does").selectOption("block-list");
  await form().getByLabel("Filter").fill("~d ads.test");
  await form().getByLabel("Status").fill("403");
  await form().getByRole("button", { name: "Add" }).click();
  await rules().filter({ hasText: "block-list" }).waitFor();
  await shop.goto(`${base()}/`);
  const answering = shop.waitForResponse(response => response.url().endsWith("/pixel"));
  await shop.goto(`${base("ads.test")}/pixel`).catch(() => undefined); // an empty response is shown as a failure
  const answer = await answering;
  assert.equal(answer.status(), 403);
  assert.equal(got.filter(each => each.url === "/pixel").length, 0);
});

test("a script comes from a local file, and the page changes", async () => {
  const file = join(steno.folder, "app.js");
  writeFileSync(file, `document.querySelector("h1").textContent = "The shop of my file";`);
  await visit(page, "rules");
  await page.getByRole("button", { name: "New rule" }).click();
  await form().getByLabel("What it does").selectOption("map-local");
  await form().getByLabel("Expression of the URL").fill("/app\\.js");
  await form().getByLabel("File or folder").fill(file);
  await form().getByRole("button", { name: "Add" }).click();
  await rules().filter({ hasText: "map-local" }).waitFor();
  await shop.goto(`${base()}/`);
  await shop.getByRole("heading", { name: "The shop of my file" }).waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll(".rule-table tbody tr td.numeric")].some(cell => cell.textContent === "1"));
  await picture(page, "rules");
  await picture(shop, "page");
});

test("the network is slowed to slow-3g", async () => {
  await visit(page, "rules");
  const load = () => shop.evaluate(async url => {
    const begin = performance.now();
    await (await fetch(url)).text();
    return performance.now() - begin;
  }, `${base()}/large`);
  await page.getByLabel("Speed of the network").selectOption("slow-3g");
  await rules().filter({ hasText: "slow-3g" }).waitFor();
  // 60 kB at 500 kbit/s take 0.96 s, after 400 ms.
  assert.ok((await load()) > 1000);
  await picture(page, "slow");
  await page.getByLabel("Speed of the network").selectOption({ index: 0 });
});

test("the page complained of nothing", () => assert.deepEqual(opened.faults, []));
