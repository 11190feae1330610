// Makes the pictures of the documentation: screens, light and dark, of a session with the traffic of a fictitious shop.
//   node e2e/screenshots.mjs [FOLDER]     ONLY=compose,held makes these alone; STENO names the command that starts Steno, by default the launcher of the checkout
import { request } from "node:http";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, openAgain, openPage, visit } from "./browser.mjs";
import { reduce } from "./png.mjs";
import { startShop } from "./shop.mjs";
import { startSteno } from "./steno.mjs";
import { traffic } from "./visitors.mjs";

const folder = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "../../../docs/images"));
const SECONDS = Number(process.env.SECONDS ?? 30);
const MOST_BYTES = 150_000;
const SIZE = { width: 1280, height: 800 };

mkdirSync(folder, { recursive: true });
const shop = await startShop();
const steno = await startSteno("--mode", `upstream:http://${shop.address}`, "--upstream-ca", shop.certificate);
const browser = await launch();

async function shoot(page, name, theme) {
  await page.waitForTimeout(700);
  const png = reduce(await page.screenshot());
  if (png.length >= MOST_BYTES) throw new Error(`${name}-${theme}.png has ${png.length} bytes, at most ${MOST_BYTES}`);
  writeFileSync(join(folder, `${name}-${theme}.png`), png);
  console.log(`${name}-${theme}.png ${png.length}`);
}

async function both(opened, name, show, options = {}) {
  if (process.env.ONLY && !process.env.ONLY.split(",").includes(name)) return;
  for (const theme of ["light", "dark"]) {
    const again = await openAgain(browser, opened, { viewport: SIZE, theme, ...options });
    await show(again.page);
    await shoot(again.page, name, theme);
    await again.context.close();
  }
}

/** A flow that was edited twice, as it was at first. */
async function edits(opened, id) {
  for (const [edits, comment] of [
    [[{ op: "header.set", name: "cache-control", value: "no-store" }], "is it cached?"],
    [[{ op: "status", value: 503 }, { op: "body", text: "{\"error\":\"busy\"}" }], "what the app does without an answer"],
  ]) {
    await opened.page.evaluate(async ([token, flow, body]) => {
      await fetch(`/api/v1/flows/${flow}/edit`, { method: "POST", headers: { Authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
    }, [opened.token, id, { part: "response", edits, comment }]);
  }
  await both(opened, "revisions", async page => {
    await visit(page, `flows?flow=${id}&tab=response`);
    await page.locator(".revisions").waitFor();
  });
}

/** A recorded request that was changed and sent twice. */
async function composed(opened) {
  const found = await opened.page.evaluate(async token => {
    const answer = await fetch("/api/v1/flows?filter=" + encodeURIComponent('method = POST & host = api.shop.example') + "&limit=1", { headers: { Authorization: `Bearer ${token}` } });
    return (await answer.json()).flows[0]?.id;
  }, opened.token);
  await both(opened, "compose", async page => {
    await visit(page, `compose?flow=${found}`);
    for (const body of ['{"item":17,"count":2}', '{"item":17,"count":-1}']) {
      await page.getByRole("textbox", { name: "Body", exact: true }).fill(body);
      const before = await page.locator(".compose-attempt").count();
      await page.keyboard.press("Control+Enter");
      await page.locator(".compose-attempt").nth(before).locator(".status", { hasText: /^\d{3}$/ }).waitFor();
    }
  });
}

/** A held request with a draft, and rules with a new one that was tried. */
async function changes(opened) {
  const { page } = opened;
  const api = (method, path, body) => page.evaluate(async ([token, how, where, what]) => {
    await fetch(`/api/v1${where}`, { method: how, headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, body: JSON.stringify(what) });
  }, [opened.token, method, path, body]);
  await api("PATCH", "/options", { intercept: "~q & host = login.accounts.example", "intercept-timeout": "2min" });
  const [host, port] = steno.proxy.split(":");
  for (const [path, body] of [["/oauth/token", "grant_type=password&username=ada&password=correct+horse"], ["/oauth/revoke", "token=8c1f"]]) {
    request({ host, port, method: "POST", path: `http://login.accounts.example${path}`, headers: { host: "login.accounts.example", "user-agent": "shop/2.4", "content-type": "application/x-www-form-urlencoded", accept: "application/json" } })
      .on("error", () => undefined).end(body);
  }
  await both(opened, "held", async page => {
    await visit(page, "held");
    await page.locator(".edit-body textarea").fill("grant_type=password&username=grace&password=correct+horse");
  });
  await api("PATCH", "/options", { "intercept-active": "false" });
  await api("POST", "/held/resume", {});
  await api("PUT", "/rules/map-remote", { rules: ["|^https://api\\.shop\\.example/|https://search.shop.example/"] });
  await api("PUT", "/rules/modify-headers", { rules: ["/~q & host = api.shop.example/X-Debug/on"] });
  await api("PUT", "/rules/block-list", { rules: ["/host = metrics.telemetry.test/204"] });
  await traffic(steno, shop, 4);
  await both(opened, "rules", async page => {
    await visit(page, "rules");
    await page.getByRole("button", { name: "New rule" }).click();
    await page.getByLabel("What it does").selectOption("modify-headers");
    await page.getByLabel("Name of the field").fill("Cache-Control");
    await page.getByLabel("Value").fill("no-store");
    await page.getByLabel("Filter, if not for all").fill("~s & host = static.shop.example");
    await page.getByRole("button", { name: "Test" }).click();
    await page.locator(".trial").waitFor();
  });
}

try {
  const opened = await openPage(browser, steno.url, { viewport: SIZE });
  await both(opened, "first-run", page => page.waitForSelector(".checklist"));
  await traffic(steno, shop, SECONDS);
  const flows = await opened.page.evaluate(async token => {
    const answer = await fetch("/api/v1/flows?filter=" + encodeURIComponent('path ~ "/v1/items/" & status = 200') + "&limit=1", { headers: { Authorization: `Bearer ${token}` } });
    return (await answer.json()).flows;
  }, opened.token);
  const id = flows[0]?.id ?? 1;
  await both(opened, "flows", page => visit(page, `flows?flow=${id}&tab=response`), { timeline: true });
  await both(opened, "filter", async page => {
    await visit(page, "flows?f=status%20%3E%3D%20500");
    await page.locator(".filter-input, [role=search] input").first().click();
    await page.keyboard.press("End");
    await page.keyboard.type(" host = ");
    await page.waitForTimeout(800);
  }, { timeline: true });
  await both(opened, "statistics", page => visit(page, "statistics"));
  await both(opened, "tree", async page => {
    await visit(page, "tree");
    for (const host of ["api.shop.example", "img.cdn.example"]) {
      const row = page.locator("[role=treegrid] tbody tr", { hasText: host }).first();
      await row.focus();
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(400);
    }
  });
  await both(opened, "palette", async page => {
    await visit(page, `flows?flow=${id}&tab=timing`);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: /Search commands/ }).fill("mark");
    await page.waitForTimeout(500);
  });
  await edits(opened, id);
  await composed(opened);
  await changes(opened);
} finally {
  await browser.close();
  await steno.stop();
  shop.stop();
}
