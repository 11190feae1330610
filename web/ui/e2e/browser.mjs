// A browser for tests: Debian's chromium by default, another by CHROMIUM. Errors of the page are collected and fail the test.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { delay, newPage } from "./slow.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Bounds what hangs; a machine may be slow or busy, so that no test may need less. */
export const PATIENCE_MS = 60_000;
/** Bounds a whole step, in which several waits may take their time. */
export const LONG_MS = 300_000;
export const THEMES = ["light", "dark", "contrast"];

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** Opens the page at the address that Steno printed. `faults` gets what the page complains of. */
export async function openPage(browser, url, { theme = "light", timeline = false, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  await context.addInitScript(([chosen, shown]) => {
    if (!localStorage.getItem("steno.theme")) localStorage.setItem("steno.theme", JSON.stringify(chosen));
    if (!localStorage.getItem("steno.timeline")) localStorage.setItem("steno.timeline", JSON.stringify(shown));
  }, [theme, timeline]);
  context.setDefaultTimeout(PATIENCE_MS);
  await delay(context);
  const page = await newPage(context);
  const faults = [];
  page.on("pageerror", error => void faults.push(error.message));
  page.on("console", message => message.type() === "error" && !/Failed to load resource|WebSocket/.test(message.text()) && void faults.push(message.text()));
  await page.goto(url);
  await page.waitForSelector(".nav");
  return { page, context, faults, token: await page.evaluate(() => localStorage.getItem("steno.token")) };
}

/** Another page of the same origin with the same token: for another theme or another size. `shows` is what it must show. */
export async function openAgain(browser, opened, options = {}) {
  const origin = new URL(opened.page.url()).origin;
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  await context.addInitScript(([token, theme, timeline]) => {
    localStorage.setItem("steno.token", token);
    localStorage.setItem("steno.theme", JSON.stringify(theme));
    localStorage.setItem("steno.timeline", JSON.stringify(timeline));
  }, [opened.token, options.theme ?? "light", options.timeline ?? false]);
  context.setDefaultTimeout(PATIENCE_MS);
  await delay(context);
  const page = await newPage(context);
  const faults = [];
  page.on("pageerror", error => void faults.push(error.message));
  await page.goto(`${origin}/`);
  await page.waitForSelector(options.shows ?? ".nav");
  return { page, context, faults, token: opened.token };
}

/** Goes to a page of the UI by its address. */
export async function visit(page, route) {
  // Until the next frame, the page before is still there.
  await page.evaluate(to => new Promise(done => {
    if (location.hash === to) done();
    addEventListener("hashchange", () => requestAnimationFrame(() => setTimeout(done)), { once: true });
    location.hash = to;
  }), `#/${route}`);
  await page.waitForFunction(() => !document.querySelector(".loading") && !document.querySelector(".stat[aria-busy=true]"));
}

/** Holds what matches a filter from now on, by its field on the page of held messages; an empty filter holds nothing. */
export async function holdMatching(page, filter) {
  const field = page.getByRole("textbox", { name: "Hold what matches" });
  await field.fill(filter);
  await field.press("Enter");
  await untilTrue(page, async wanted => {
    const answer = await fetch("/api/v1/held", { headers: { Authorization: `Bearer ${localStorage.getItem("steno.token")}` } });
    return (await answer.json()).intercept.filter === wanted;
  }, filter);
}

/** Waits until an async function says yes in the page; waitForFunction takes its promise for a yes. Returns what it returned. */
export function untilTrue(page, condition, argument) {
  return until(condition, () => page.evaluate(condition, argument));
}

/** Waits until a check in the test says yes, and returns what it returned. `told` returns what a failure says besides. */
export async function until(what, check, told = () => "") {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > end) assert.fail(`not within ${PATIENCE_MS} ms: ${what}${await told()}`);
    await new Promise(again => setTimeout(again, 20));
  }
}

/** Fails if axe finds anything on the page as it is. */
export async function accessible(page, what) {
  await page.evaluate(`${AXE}; undefined`);
  const found = await page.evaluate(rules => window.axe.run(document, { runOnly: rules }), RULES);
  const told = found.violations.map(each => `${each.id} (${each.impact}): ${each.nodes.map(node => `${node.target.join(" ")} – ${node.failureSummary}`).slice(0, 4).join("\n  ")}`);
  assert.deepEqual(told, [], `${what}: ${told.join("\n")}`);
}

/** Requests of a page that match wait until `release` is called; `asked` waits for the first one. */
export async function holdBack(page, method, path) {
  let release;
  const released = new Promise(done => (release = done));
  const isMeant = request => request.method() === method && path.test(new URL(request.url()).pathname);
  const wait = async route => {
    if (isMeant(route.request())) await released;
    await route.fallback().catch(() => undefined); // the page may have given it up
  };
  await page.route(url => path.test(url.pathname), wait);
  const asked = page.waitForRequest(isMeant);
  asked.catch(() => undefined); // told to those who await it
  return { asked: () => asked, release };
}
