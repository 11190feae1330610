// An event stream is recorded in a real browser; then its record answers, at the pace at which the server sent it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { launch, PATIENCE_MS } from "./browser.mjs";
import { startMock, startSteno } from "./steno.mjs";

/** Milliseconds before each event. */
const PAUSES = [0, 300, 100, 500];
const PAGE = `<!doctype html><title>Events</title><p id=state></p>
<script>
const events = [];
const began = performance.now();
const source = new EventSource("/events");
source.addEventListener("tick", event => {
  events.push({ id: event.lastEventId, data: event.data, at: performance.now() - began });
  if (event.data === "${PAUSES.length}") {
    source.close();
    document.querySelector("#state").textContent = JSON.stringify(events);
  }
});
source.onerror = () => { document.querySelector("#state").textContent = JSON.stringify({ error: true, events }); };
</script>`;

let browser, recorder, mock, server;

before(async () => {
  server = createServer(async (request, response) => {
    if (request.url !== "/events") {
      response.writeHead(request.url === "/" ? 200 : 404, { "Content-Type": "text/html" }).end(request.url === "/" ? PAGE : "");
      return;
    }
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.flushHeaders();
    for (const [i, pause] of PAUSES.entries()) {
      await new Promise(done => setTimeout(done, pause));
      response.write(`event: tick\nid: ${i}\ndata: ${i + 1}\n\n`);
    }
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  recorder = await startSteno();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await mock?.stop();
  await recorder?.stop();
  server?.close();
});

async function listen(proxy, port) {
  const context = await browser.newContext({ proxy: { server: `http://${proxy}`, bypass: "<-loopback>" } });
  context.setDefaultTimeout(PATIENCE_MS);
  const tab = await context.newPage();
  await tab.goto(`http://127.0.0.1:${port}/`);
  await tab.waitForFunction(() => document.querySelector("#state").textContent !== "");
  const events = JSON.parse(await tab.evaluate(() => document.querySelector("#state").textContent));
  await context.close();
  return events;
}

test("an EventSource gets the recorded events one by one, none before its time", async () => {
  const port = server.address().port;
  const recorded = await listen(recorder.proxy, port);
  assert.deepEqual(recorded.map(each => each.data), ["1", "2", "3", "4"]);
  server.close();
  server.closeAllConnections();
  mock = await startMock(recorder.session);

  const mocked = await listen(mock.proxy, port);

  assert.deepEqual(mocked.map(({ id, data }) => ({ id, data })), recorded.map(({ id, data }) => ({ id, data })));
  let due = 0;
  for (const [i, pause] of PAUSES.entries()) {
    due += pause;
    assert.ok(mocked[i].at >= due - 10 * i, `event ${i + 1} after ${mocked[i].at} ms, recorded after ${due} ms`);
  }
  console.log(`events after ${mocked.map(each => Math.round(each.at)).join(", ")} ms; recorded after ${recorded.map(each => Math.round(each.at)).join(", ")} ms`);
});
