// What Steno exports as HAR is opened by the network panel of Chromium's developer tools, those that the browser brings along.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { BIDI, fetchThrough, socketThrough, startBodies } from "./bodies.mjs";
import { launch, LONG_MS, openPage, PATIENCE_MS } from "./browser.mjs";
import { startSteno } from "./steno.mjs";

let origin, steno, browser, token, tools, folder;

before(async () => {
  origin = await startBodies();
  origin.sockets.on("connection", socket => socket.on("message", words => socket.send(`you said ${words}`)));
  steno = await startSteno();
  browser = await launch();
  ({ token } = await openPage(browser, steno.url));
  folder = mkdtempSync(join(tmpdir(), "steno-devtools"));
  tools = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", "--remote-allow-origins=*"],
  });
  tools.setDefaultTimeout(PATIENCE_MS);
});

after(async () => {
  await tools?.close();
  await browser?.close();
  await steno?.stop();
  await origin?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function exported() {
  const answer = await fetch(`${new URL(steno.url).origin}/api/v1/export?format=har&secrets=1`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200);
  return await answer.text();
}

/** Opens the developer tools of a page of their browser as a page; null if the browser does not bring them along. */
async function developerTools() {
  const [port] = readFileSync(join(folder, "DevToolsActivePort"), "utf8").split("\n");
  const served = `127.0.0.1:${port}/devtools`;
  const targets = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
  const inspected = targets.find(target => target.url === "about:blank");
  const page = await tools.newPage();
  const answer = await page.goto(`http://${served}/devtools_app.html?ws=${served}/page/${inspected.id}&panel=network`);
  return answer.ok() ? page : null;
}

/** What the network panel lists after it has loaded a HAR file; its own requests are not counted. */
function listed(page, har) {
  return page.evaluate(async text => {
    const [views, network, logs] = await Promise.all(["./ui/legacy/legacy.js", "./panels/network/network.js", "./models/logs/logs.js"].map(part => import(part)));
    await views.ViewManager.ViewManager.instance().showView("network");
    await network.NetworkPanel.NetworkPanel.instance().networkLogView.onLoadFromFile(new File([text], "steno.har"));
    const requests = logs.NetworkLog.NetworkLog.instance().requests().filter(request => !request.url().includes("/devtools/"));
    return Promise.all(requests.map(async request => {
      const content = await request.requestContentData();
      return {
        method: request.requestMethod, path: new URL(request.url()).pathname, status: request.statusCode, type: request.mimeType,
        body: "error" in content ? content.error : content.isTextContent ? content.text : content.base64, frames: request.frames().map(frame => `${frame.type} ${frame.text}`),
      };
    }));
  }, har);
}

test("the network panel of Chromium lists the flows, their bodies and the messages of WebSockets", { timeout: LONG_MS }, async context => {
  for (const path of ["/gzip", "/pixel.png", "/bytes", "/none"]) await fetchThrough(steno.proxy, `http://${origin.host}${path}`);
  const socket = await socketThrough(steno.proxy, origin.host, "/ws");
  socket.send("hello");
  await once(socket, "message");
  socket.close();
  await once(socket, "close");
  const page = await developerTools();
  if (!page) return context.skip("this Chromium does not bring its developer tools along");
  const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => index & 255)).toString("base64");
  const [gzip, pixel, plain, none, chat, ...others] = await listed(page, await exported());
  assert.deepEqual(gzip, { method: "GET", path: "/gzip", status: 200, type: "application/json", body: BIDI, frames: [] });
  assert.deepEqual([pixel.path, pixel.type, Buffer.from(pixel.body, "base64").subarray(1, 4).toString()], ["/pixel.png", "image/png", "PNG"]);
  assert.deepEqual([plain.path, plain.type, plain.body], ["/bytes", "application/octet-stream", bytes]);
  assert.deepEqual([none.path, none.status], ["/none", 404]);
  assert.deepEqual([chat.path, chat.status, chat.frames], ["/ws", 101, ["send hello", "receive you said hello"]]);
  assert.deepEqual(others, []);
});
