// The pages beside the list, in a real browser on a real proxy with traffic of a fictitious shop.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { accessible, holdBack, launch, openAgain, openPage, THEMES, visit } from "./browser.mjs";
import { startShop } from "./shop.mjs";
import { startSteno } from "./steno.mjs";
import { traffic } from "./visitors.mjs";

const PAGES = ["flows", "tree", "statistics", "connections", "options", "log"];
let browser, shop, steno, opened;

before(async () => {
  shop = await startShop();
  steno = await startSteno("--mode", `upstream:http://${shop.address}`, "--upstream-ca", shop.certificate);
  browser = await launch();
  opened = await openPage(browser, steno.url, { timeline: true });
});

after(async () => {
  await browser?.close();
  await steno?.stop();
  shop?.stop();
});

const address = () => decodeURIComponent(opened.page.url());

test("an empty session shows the way to the first page, which follows what happens", async () => {
  const { page } = opened;
  await page.waitForSelector(".checklist");
  await accessible(page, "first run");
  assert.ok((await page.textContent(".firstrun")).includes(steno.proxy));
  await page.locator(".qr").waitFor();
  await new Promise((done, failed) => {
    const [host, port] = steno.proxy.split(":");
    request({ host, port, path: "http://shop.example/", headers: { host: "shop.example" } }, response => response.resume().on("end", done)).on("error", failed).end();
  });
  await page.waitForSelector(".firstrun", { state: "detached" });
});

test("traffic comes into the timeline, which is brushed by pointer and by keys", async () => {
  await traffic(steno, shop, 6);
  const { page } = opened;
  await visit(page, "flows");
  const track = page.locator(".timeline-track");
  await track.waitFor();
  const end = page.getByRole("slider", { name: "End of the range" });
  await end.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press("PageDown");
  await page.waitForFunction(() => /started/.test(decodeURIComponent(location.hash)));
  await page.waitForFunction(() => /started >= \S+Z started < \S+Z/.test(decodeURIComponent(location.href)));
  const byKeys = address();
  const box = await track.boundingBox();
  await page.mouse.move(box.x + box.width * 0.2, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 5 });
  await page.mouse.up();
  await page.waitForFunction(was => decodeURIComponent(location.href) !== was, byKeys);
  await page.getByRole("slider", { name: "Range", exact: true }).focus();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !/started/.test(decodeURIComponent(location.hash)));
});

test("a value of a chart is read by arrow keys, Enter filters, and the table is saved as CSV", async () => {
  const { page } = opened;
  await visit(page, "statistics");
  const chart = page.getByRole("slider", { name: "Requests over time, by class of status" });
  await chart.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => /\d\d:\d\d:\d\d\S*, [\d,]+ flows?/.test(document.activeElement.getAttribute("aria-valuetext")));
  const section = page.locator("section.stat", { has: page.getByRole("heading", { name: "Bandwidth" }) });
  await section.locator("summary").click();
  const [download] = await Promise.all([page.waitForEvent("download"), section.getByRole("button", { name: "Save as CSV" }).click()]);
  const saved = readFileSync(await download.path(), "utf8");
  assert.match(saved, /^host,flows,errors,up,down,p50,p95,p99\r\n/);
  assert.match(saved, /img\.cdn\.example,\d+/);
  await section.getByRole("slider").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /host/.test(decodeURIComponent(location.hash)));
  await page.getByRole("button", { name: "Show these flows" }).click();
  await page.waitForFunction(() => /^#\/flows\?f=/.test(location.hash));
  await visit(page, "flows");
});

test("every question of the statistics is answered", async () => {
  const { page } = opened;
  await visit(page, "statistics");
  await page.waitForFunction(() => document.querySelectorAll(".stat").length > 0 && !document.querySelector(".stat .loading"));
  await page.waitForFunction(() => !document.querySelector(".stat[aria-busy=true]"));
  assert.deepEqual(await page.locator(".stat-error").allTextContents(), []);
  const empty = await page.locator(".stat .empty").count();
  assert.equal(empty, 0, "a chart has nothing to show");
});

test("the tree is opened by arrow keys, and a node is a filter", async () => {
  const { page } = opened;
  await visit(page, "tree");
  const rows = page.getByRole("treegrid").locator("tbody tr");
  await rows.first().waitFor();
  const host = rows.filter({ hasText: "api.shop.example" }).first();
  await host.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => [...document.querySelectorAll("[role=treegrid] tbody tr")].some(row => row.getAttribute("aria-level") === "2" && !/Loading/.test(row.textContent)));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /^#\/flows\?f=/.test(location.hash));
  assert.match(decodeURIComponent(page.url()), /api\.shop\.example|host/);
  await visit(page, "flows");
});

test("the palette finds by letters, calls commands, and goes to a flow", async () => {
  const { page } = opened;
  const loading = await holdBack(page, "GET", /\/ui\/palette\.js/);
  await page.locator("#list").focus();
  await page.keyboard.press("Control+k");
  await loading.asked();
  // What is typed before it is there calls no command of the list.
  await page.keyboard.type("body-lim");
  loading.release();
  const field = page.getByRole("combobox", { name: /Search commands/ });
  await field.waitFor();
  assert.equal(await field.inputValue(), "body-lim");
  await page.locator("#palette-0", { hasText: "body-limit" }).waitFor();
  await accessible(page, "palette");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /^#\/options/.test(location.hash));
  await page.keyboard.press("Control+k");
  await field.fill(":session.info");
  await page.keyboard.press("Enter");
  await page.locator(".palette-result", { hasText: "flows" }).waitFor();
  await accessible(page, "command line");
  await field.fill(":flow.mark");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /needs flows/.test(document.querySelector(".palette-result")?.textContent ?? ""));
  await field.fill("#2");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /^#\/flows\?.*flow=2/.test(location.hash));
});

test("an option is set, a wrong value is told at its field, and a reset undoes it", async () => {
  const { page } = opened;
  await visit(page, "options?q=grace");
  const field = page.getByRole("textbox", { name: "grace", exact: true });
  await field.fill("soon");
  await page.keyboard.press("Enter");
  await page.locator(".option-error", { hasText: "soon" }).waitFor();
  assert.equal(await field.evaluate(element => element === document.activeElement), true, "the focus was lost");
  await accessible(page, "option with an error");
  await field.fill("4min");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Reset" }).click();
  await page.getByRole("button", { name: "Reset" }).waitFor({ state: "detached" });
  await page.locator(".option-error").waitFor({ state: "detached" });
});

test("an option that is read at the start is only shown, and says when it changes", async () => {
  const { page } = opened;
  await visit(page, "options?q=idle-timeout");
  const field = page.getByRole("textbox", { name: "idle-timeout", exact: true });
  await field.waitFor();
  await page.locator("#option-idle-timeout[readonly]").waitFor();
  await page.locator("#option-idle-timeout-help", { hasText: "next start" }).waitFor();
  await accessible(page, "option that is only shown");
});

test("an error in a highlight is told at its field, until it is right", async () => {
  const { page } = opened;
  await visit(page, "flows");
  await page.getByRole("button", { name: "Highlights" }).click();
  await page.getByRole("button", { name: "Add a highlight" }).click();
  const field = page.getByRole("textbox", { name: "Filter of highlight 1" });
  await field.fill("status >> 1");
  await page.keyboard.press("Tab");
  await page.locator(".highlights .option-error").waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await accessible(page, "highlight with an error");
  await field.fill("status >= 500");
  await page.keyboard.press("Tab");
  await page.locator(".highlights .option-error").waitFor({ state: "detached" });
  // What is typed into one stays, although the list is drawn anew by another.
  await page.getByRole("button", { name: "Add a highlight" }).click();
  const other = page.getByRole("textbox", { name: "Filter of highlight 2" });
  await other.focus();
  await page.keyboard.type("stat");
  await page.getByRole("checkbox").first().evaluate(box => box.click());
  await page.waitForFunction(() => JSON.parse(localStorage.getItem("steno.highlights"))[0].on === false);
  await page.keyboard.type("us");
  assert.equal(await other.inputValue(), "status");
  for (let left = 2; left > 0; left--) await page.getByRole("button", { name: "Remove highlight 1" }).click();
  await page.keyboard.press("Escape");
  await page.locator(".highlights").waitFor({ state: "detached" });
});

test("a key is changed, turned off and restored on the page of keys", async () => {
  const { page } = opened;
  await visit(page, "flows");
  await page.locator("[title*='(?)']").click();
  await page.locator(".keyhelp").waitFor();
  await accessible(page, "keys");
  await page.getByRole("button", { name: "Change the key of: Next pane" }).click();
  await page.waitForFunction(() => document.activeElement?.classList.contains("key-press"));
  await page.keyboard.press("F8");
  const row = page.locator(".key-list li", { hasText: "Next pane" });
  await row.locator("kbd", { hasText: /^F8$/ }).waitFor();
  await row.getByRole("button", { name: /Turn off/ }).click();
  await row.locator("em", { hasText: /^off$/ }).waitFor();
  await row.getByRole("button", { name: /Restore/ }).click();
  await row.locator("kbd", { hasText: /^F6$/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".keyhelp").waitFor({ state: "detached" });
});

for (const theme of THEMES) {
  test(`axe finds nothing on any page: ${theme}`, async () => {
    const again = await openAgain(browser, opened, { theme, timeline: true });
    for (const name of PAGES) {
      await visit(again.page, name);
      await accessible(again.page, `${name}, ${theme}`);
    }
    assert.deepEqual(again.faults, []);
    await again.context.close();
  });
}

test("at 320 pixels, which is 1280 at 400 %, no page scrolls sideways", async () => {
  const again = await openAgain(browser, opened, { viewport: { width: 320, height: 256 }, timeline: true });
  for (const name of PAGES) {
    await visit(again.page, name);
    const { wide, width, culprits } = await again.page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      width: innerWidth,
      culprits: [...document.querySelectorAll(".sheet, .sheet > *, .banner > *, .firstrun > *")].filter(each => each.getBoundingClientRect().right > innerWidth + 1).map(each => each.className),
    }));
    assert.ok(wide <= width, `${name}: ${wide}`);
    assert.deepEqual(culprits, [], name);
  }
  await again.context.close();
});

test("what has the focus is seen: a ring of two pixels, not under another part", async () => {
  const { page } = opened;
  await visit(page, "options");
  await page.locator(".option-list li").first().waitFor();
  for (let i = 0; i < 25; i++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return { name: element.outerHTML.slice(0, 80), ring: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none", clear: top === null || element.contains(top) || top.contains(element) };
    });
    assert.ok(seen.ring, `no ring: ${seen.name}`);
    assert.ok(seen.clear, `covered: ${seen.name}`);
  }
});

test("motion is off where it is not wanted", async () => {
  const again = await openAgain(browser, opened, { reducedMotion: "reduce" });
  await visit(again.page, "statistics");
  const moving = await again.page.evaluate(() => document.getAnimations().length);
  assert.equal(moving, 0);
  await again.context.close();
});

test("the page says that the connection is lost, and that a token is not valid any more", async () => {
  assert.deepEqual(opened.faults, []);
  const again = await openAgain(browser, opened);
  await again.page.evaluate(() => localStorage.setItem("steno.token", "x".repeat(43)));
  await again.context.close();
  const other = await openAgain(browser, { ...opened, token: "not-the-token" }, { shows: ".no-access" });
  assert.equal(await other.page.locator(".nav").count(), 0, "a wrong token opened the page");
  await other.context.close();
  const { page } = opened;
  await visit(page, "flows");
  process.kill(steno.pid, "SIGSTOP");
  process.kill(steno.pid, "SIGCONT");
  await steno.stop();
  await page.locator(".trouble").waitFor();
  await page.locator(".frame.offline").waitFor();
  await page.getByRole("button", { name: "Try now" }).waitFor();
  steno = null;
});
