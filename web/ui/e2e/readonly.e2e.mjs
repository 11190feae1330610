// A session that no Steno with an API records to, shown by a server of its own: read-only, and followed.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessible, launch, openPage } from "./browser.mjs";
import { showSession, startSteno } from "./steno.mjs";

const folder = mkdtempSync(join(tmpdir(), "steno-readonly-"));
const file = join(folder, "work.steno");
let browser, origin, shown, page, faults, token;

before(async () => {
  origin = createServer((asked, response) => response.writeHead(200, { "content-type": "text/plain" }).end(`you asked for ${asked.url}`)).listen(0, "127.0.0.1");
  await once(origin, "listening");
  await recording(async send => {
    for (const path of ["/one", "/two", "/three"]) await send(path);
  });
  shown = await showSession(file, "--home", join(folder, "home"));
  browser = await launch();
  ({ page, faults, token } = await openPage(browser, shown.url));
});

after(async () => {
  await browser?.close();
  await shown?.stop();
  origin?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Records to the file, by a Steno of another home folder. */
async function recording(what) {
  const steno = await startSteno("--session", file);
  try {
    await what(async path => {
      const [host, port] = steno.proxy.split(":");
      const url = `http://127.0.0.1:${origin.address().port}${path}`;
      const [response] = await once(request({ host, port, path: url, headers: { host: new URL(url).host } }).end(), "response");
      response.resume();
      await once(response, "end");
    });
  } finally {
    await steno.stop();
  }
}

const path = text => page.locator(".row .c-path", { hasText: new RegExp(`^${text}$`) });

test("the flows are listed, under the name of the file, and nothing leads to a recorded session", async () => {
  for (const each of ["/one", "/two", "/three"]) await path(each).waitFor();
  const banner = page.locator(".read-only");
  await banner.getByText("work.steno").waitFor();
  assert.equal(await banner.getByRole("link").count(), 0);
  for (const absent of ["Rules", "Held", "Options"]) assert.equal(await page.locator(".nav").getByText(absent, { exact: true }).count(), 0, absent);
  await accessible(page, "a session shown by a server of its own");
});

test("a flow is read, its notes cannot be changed", async () => {
  await path("/two").click();
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: "Response" }).click();
  await page.getByText("you asked for /two").waitFor();
  await page.getByRole("tab", { name: "Notes" }).click();
  await page.getByText("This session is open read-only.").waitFor();
  assert.equal(await page.locator(".detail-pane textarea").getAttribute("readonly") !== null, true);
});

test("files are not imported into it", async () => {
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Import and export" }).click();
  await page.getByRole("menuitem", { name: /Import/ }).click();
  await page.locator(".importing input[type=file]").setInputFiles({ name: "a.har", mimeType: "application/json", buffer: Buffer.from("{}") });
  await page.getByText("Nothing is recorded here: this session is only read.").waitFor();
  assert.ok(await page.getByRole("radio", { name: /Into the recorded session/ }).isDisabled());
  await page.keyboard.press("Escape");
});

test("what another Steno records to the file appears", async () => {
  await recording(async send => {
    await send("/later");
    await path("/later").waitFor();
  });
  const answer = await fetch(`${new URL(shown.url).origin}/api/v1/flows?filter=/later`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal((await answer.json()).flows.length, 1);
});

test("the address of the server alone leads to the page", async () => {
  await page.goto(`${new URL(shown.url).origin}/`);
  await path("/one").waitFor();
  assert.match(page.url(), /\?opened=shown/);
  assert.deepEqual(faults, []);
});
