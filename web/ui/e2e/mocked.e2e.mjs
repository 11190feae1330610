// An application is recorded in a real browser; then its record answers in the place of its servers, and is sent to changed ones.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startPage, startService } from "./bookstore.mjs";
import { launch, PATIENCE_MS } from "./browser.mjs";
import { callSteno, startMock, startSteno } from "./steno.mjs";

let browser, recorder, mock, page, service;

before(async () => {
  service = await startService();
  page = await startPage(service.port);
  recorder = await startSteno();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await mock?.stop();
  await recorder?.stop();
  await page?.close();
  await service?.close();
});

/** Opens the page through a proxy in a browser without cookies, buys two books, and returns what was shown after each step. */
async function shop(proxy) {
  const context = await browser.newContext({ proxy: { server: `http://${proxy}`, bypass: "<-loopback>" } });
  context.setDefaultTimeout(PATIENCE_MS);
  const tab = await context.newPage();
  await tab.goto(`http://127.0.0.1:${page.port}/`);
  const shown = [];
  for (const count of [0, 1, 2]) {
    if (count) await tab.getByRole("button", { name: "Buy" }).click();
    await tab.waitForFunction(wanted => {
      const text = document.querySelector("#state").textContent;
      return text.endsWith(`has ${wanted}`) || text.startsWith("Error");
    }, count);
    shown.push(await tab.evaluate(() => ["#state", "#books", "#cart", "#stock"].map(each => document.querySelector(each).innerText.replaceAll("\n", ", "))));
  }
  const cookies = await context.cookies();
  await context.close();
  return { shown, visitor: cookies.find(each => each.name === "visitor")?.value };
}

test("a page whose servers are stopped works from its record, with cookies, a WebSocket, and each cart in its turn", async () => {
  const recorded = await shop(recorder.proxy);
  assert.deepEqual(recorded.shown, [
    ["guest has 0", "Walden 10, Emma 8", "", "9 left"],
    ["guest has 1", "Walden 10, Emma 8", "isbn-1", "8 left"],
    ["guest has 2", "Walden 10, Emma 8", "isbn-1, isbn-2", "7 left"],
  ]);
  await page.close();
  await service.close();
  const asked = service.asked.length;
  mock = await startMock(recorder.session);

  const mocked = await shop(mock.proxy);

  assert.deepEqual(mocked, recorded);
  assert.equal(service.asked.length, asked);
});

test("the record that is sent to a changed server shows what was changed there, and nothing else", async () => {
  const filter = `~d 127.0.0.1 & ~u :${service.port}/`;
  service = await startService(service.port);
  assert.equal(service.asked.length, 0);
  const same = await callSteno("replay", recorder.session, filter, "--to", join(recorder.folder, "same.steno"), "--correlate", "--compare", "--home", join(recorder.folder, "replayed"));
  assert.equal(same.code, 0, same.out + same.err);
  await service.close();
  service = await startService(service.port, { changed: true });

  const changed = await callSteno("replay", recorder.session, filter, "--to", join(recorder.folder, "changed.steno"), "--correlate", "--compare", "--home", join(recorder.folder, "replayed"));

  assert.equal(changed.code, 3, changed.out + changed.err);
  assert.match(changed.out, /GET http:\S+\/books 200\n +response body\n +\$\[0\]\.price +10 → 12/);
  assert.match(changed.out, /POST http:\S+\/cart 201[\s\S]*?201 → 200/);
  assert.match(changed.out, /GET http:\S+\/stock 101[\s\S]*?server 2 \$\.left +8 → 6[\s\S]*?server 3 \$\.left +7 → 3/);
  assert.match(changed.out, /WebSockets and raw streams to the end of the record: 1/);
  assert.match(changed.out, /the same, 4 changed, 0 only in A, 0 only in B/);
});
