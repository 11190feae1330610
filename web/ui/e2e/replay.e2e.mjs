// Requests are sent again from the list and from the detail, in a real browser on a real proxy.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { after, before, test } from "node:test";
import { launch, openPage } from "./browser.mjs";
import { startSteno } from "./steno.mjs";

let browser, origin, steno, page;
const received = [];

before(async () => {
  origin = createServer((asked, response) => {
    received.push(`${asked.method} ${asked.url}`);
    response.writeHead(200, { "content-type": "text/plain" }).end("ok");
  }).listen(0, "127.0.0.1");
  await once(origin, "listening");
  steno = await startSteno();
  browser = await launch();
  ({ page } = await openPage(browser, steno.url));
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

const row = id => page.locator(".row", { has: page.locator(".c-id", { hasText: new RegExp(`^${id}$`) }) });

test("r sends the request of the focused flow again, and opens the new flow", async () => {
  await visit("/again");
  await row(1).click();
  await page.keyboard.press("r");
  await page.waitForFunction(() => new URLSearchParams(location.hash.replace(/^#[^?]*\??/, "")).get("flow") === "2" || location.href.includes("flow=2"));
  await row(2).waitFor();
  assert.deepEqual(received, ["GET /again", "GET /again"]);
});

test("the detail has a button for it, and its notes lead to the source", async () => {
  await page.getByRole("button", { name: "Send the request again" }).click();
  await page.waitForFunction(() => location.href.includes("flow=3"));
  await row(3).waitFor();
  await page.getByRole("tab", { name: /Notes/ }).click();
  await page.getByRole("button", { name: "#2", exact: true }).click();
  await page.waitForFunction(() => location.href.includes("flow=2"));
  assert.equal(received.length, 3);
});

test("several selected flows are queued", async () => {
  await row(1).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("r");
  await page.getByText("3 requests will be sent again").waitFor();
  await row(6).waitFor();
  assert.equal(received.length, 6);
});
