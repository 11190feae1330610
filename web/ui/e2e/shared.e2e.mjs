// Two recorders ship to one store on a PostgreSQL, and the page of `steno web URL` follows both.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessible, launch, openPage } from "./browser.mjs";
import { startPostgres, whyNoPostgres } from "./postgres.mjs";
import { callSteno, showSession, startShipping, startSteno } from "./steno.mjs";

const skip = whyNoPostgres() || false;
if (skip) console.log(`skipped: ${skip}`);
const folder = mkdtempSync(join(tmpdir(), "steno-shared-"));
let origin, postgres, shown, browser, page, faults, token;
const recorders = [];
const shippers = [];

before(async () => {
  if (skip) return;
  origin = createServer((asked, response) => response.writeHead(200, { "content-type": "text/plain" }).end(`you asked for ${asked.url}`)).listen(0, "127.0.0.1");
  await once(origin, "listening");
  postgres = await startPostgres();
  const made = await callSteno("store", "init", postgres.url);
  assert.equal(made.code, 0, made.err);
  recorders.push(await startSteno("--ship", postgres.url), await startSteno());
  shippers.push(startShipping(recorders[1].session, postgres.url, "--home", join(recorders[1].folder, "home")));
  shown = await showSession(postgres.url, "--home", join(folder, "home"));
  browser = await launch();
  ({ page, faults, token } = await openPage(browser, shown.url));
});

after(async () => {
  await browser?.close();
  await shown?.stop();
  for (const each of shippers) await each.stop();
  for (const each of recorders) await each.stop();
  await postgres?.stop();
  origin?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function send(recorder, path) {
  const [host, port] = recorders[recorder].proxy.split(":");
  const url = `http://127.0.0.1:${origin.address().port}${path}`;
  const [response] = await once(request({ host, port, path: url, headers: { host: new URL(url).host } }).end(), "response");
  response.resume();
  await once(response, "end");
}

const row = path => page.locator(".row", { has: page.locator(".c-path", { hasText: new RegExp(`^${path}$`) }) });
const numberOf = async path => (await row(path).locator(".c-id").textContent()).trim();

test("flows of both recorders appear as they are shipped, each with its recorder in its number", { skip }, async () => {
  await send(0, "/of-the-first");
  await row("/of-the-first").waitFor();
  await send(1, "/of-the-second");
  await row("/of-the-second").waitFor();
  const numbers = [await numberOf("/of-the-first"), await numberOf("/of-the-second")];
  for (const each of numbers) assert.match(each, /^[12]\.1$/);
  assert.notEqual(numbers[0], numbers[1]);
  await page.locator(".read-only").getByText("/postgres").waitFor();
  await accessible(page, "a shared store");
});

test("a flow is opened, and found by its number", { skip }, async () => {
  const number = await numberOf("/of-the-second");
  await row("/of-the-second").click();
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: "Response" }).click();
  await page.getByText("you asked for /of-the-second").waitFor();
  assert.ok(page.url().includes(`flow=${number}`), page.url());
  await page.reload();
  await page.getByText("you asked for /of-the-second").waitFor();
  await page.keyboard.press("Control+k");
  await page.locator(".palette-input").fill(`#${await numberOf("/of-the-first")}`);
  await page.locator(".palette-list [role=option]", { hasText: "Go to this flow" }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("you asked for /of-the-first").waitFor();
});

test("a filter finds flows of both, and of one by its number", { skip }, async () => {
  for (const filter of ["~u of-the", `id = ${await numberOf("/of-the-first")}`]) {
    const answer = await fetch(`${new URL(shown.url).origin}/api/v1/flows?filter=${encodeURIComponent(filter)}`, { headers: { Authorization: `Bearer ${token}` } });
    const { flows } = await answer.json();
    assert.equal(flows.length, filter.startsWith("id") ? 1 : 2);
    assert.equal(typeof flows[0].id, "string");
  }
});

test("marked flows are compared, and flows are exported for other tools", { skip }, async () => {
  const api = `${new URL(shown.url).origin}/api/v1`;
  const headers = { Authorization: `Bearer ${token}` };
  const ids = [await numberOf("/of-the-first"), await numberOf("/of-the-second")].join(",");
  assert.equal((await (await fetch(`${api}/flows/compare?ids=${ids}`, { headers })).json()).flows.length, 2);
  const har = await (await fetch(`${api}/export?format=har&set=${ids}`, { headers })).json();
  assert.deepEqual(har.log.entries.map(each => new URL(each.request.url).pathname).sort(), ["/of-the-first", "/of-the-second"]);
  const refused = await fetch(`${api}/export`, { headers });
  assert.equal(refused.status, 409);
});

test("the page of a recorder that ships says how far the store is behind", { skip }, async () => {
  const own = await openPage(browser, recorders[0].url);
  await own.page.locator(".foot").getByText("shipping: none behind").waitFor();
  await own.context.close();
});

/** The page of another viewer, by a server of their own. */
async function viewer(name) {
  const server = await showSession(postgres.url, "--home", join(folder, `home-${name}`), "--as", name);
  return { server, ...(await openPage(browser, server.url)) };
}

test("two viewers mark and comment the same flow, and each sees what the other gave", { skip }, async () => {
  const bob = await viewer("bob");
  try {
    await page.keyboard.press("Escape");
    await row("/of-the-first").click();
    await page.keyboard.press("m");
    const ofBob = bob.page.locator(".row", { has: bob.page.locator(".c-path", { hasText: /^\/of-the-first$/ }) });
    await bob.page.getByText("/of-the-first").first().waitFor();
    await ofBob.click();
    await bob.page.keyboard.press("Enter");
    await bob.page.getByRole("tab", { name: "Notes" }).click();
    const box = bob.page.locator(".notes textarea");
    await box.fill("bob has seen it");
    await bob.page.keyboard.press("Control+Enter");

    await row("/of-the-first").click();
    await page.keyboard.press("Enter");
    await page.getByRole("tab", { name: "Notes" }).click();
    const given = page.locator(".notes .field");
    await given.filter({ hasText: "bob has seen it" }).filter({ has: page.locator("dt", { hasText: "bob" }) }).waitFor();
    await given.filter({ hasText: "mark *" }).waitFor();

    // what is typed stays while a comment of another arrives
    await page.locator(".notes textarea").fill("not sent yet");
    await box.fill("bob again");
    await box.blur();
    await given.filter({ hasText: "bob again" }).waitFor();
    assert.equal(await page.locator(".notes textarea").inputValue(), "not sent yet");
    await page.locator(".notes textarea").blur();
    await bob.page.locator(".notes .field").filter({ hasText: "not sent yet" }).waitFor();
    assert.deepEqual(bob.faults, []);
  } finally {
    await bob.context.close();
    await bob.server.stop();
  }
});

test("while the store is away the page says so, requests get 503 with Retry-After, and it goes on by itself", { skip }, async () => {
  const status = `${new URL(shown.url).origin}/api/v1/flows`;
  const headers = { Authorization: `Bearer ${token}` };
  await postgres.pause();
  const away = await fetch(status, { headers });
  assert.equal(away.status, 503);
  assert.match(away.headers.get("retry-after"), /^\d+$/);
  const note = await fetch(`${status}/${encodeURIComponent(await numberOf("/of-the-first"))}`, { method: "PATCH", headers, body: '{"mark":"x"}' });
  assert.equal(note.status, 503);
  const trouble = page.locator(".trouble").getByText("no server can be reached");
  await trouble.waitFor();
  await postgres.start();
  await trouble.waitFor({ state: "detached" });
  await send(0, "/after-the-outage");
  await row("/after-the-outage").waitFor();
});

test("the list goes on while both record", { skip }, async () => {
  await page.keyboard.press("Escape");
  for (let each = 0; each < 10; each++) await send(each % 2, `/more-${each}`);
  await row("/more-8").waitFor();
  await row("/more-9").waitFor();
  assert.deepEqual(faults, []);
});
