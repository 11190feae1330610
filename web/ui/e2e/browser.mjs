// Chromium for tests: one page that is logged in; what the page says to the console as an error fails the test.
import { chromium } from "playwright-core";

const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function launch(...more) {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...ARGUMENTS, ...more] });
}

export async function openPage(url, size = { width: 1400, height: 900 }) {
  const browser = await launch();
  const context = await browser.newContext({ viewport: size, permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", error => errors.push(error));
  await page.goto(url);
  await page.locator("main").waitFor();
  return { browser, page, errors };
}
