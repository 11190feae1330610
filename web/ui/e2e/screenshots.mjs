// Makes the pictures of the documentation: six screens, light and dark, of a session with the traffic of a fictitious shop.
//   node e2e/screenshots.mjs [FOLDER]     STENO names the command that starts Steno, by default the launcher of the checkout
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
  for (const theme of ["light", "dark"]) {
    const again = await openAgain(browser, opened, { viewport: SIZE, theme, ...options });
    await show(again.page);
    await shoot(again.page, name, theme);
    await again.context.close();
  }
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
} finally {
  await browser.close();
  await steno.stop();
  shop.stop();
}
