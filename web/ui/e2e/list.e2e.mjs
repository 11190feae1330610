// The list of flows and the filter box, in a real browser on a real proxy.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { after, before, test } from "node:test";
import { accessible, holdBack, launch, openPage } from "./browser.mjs";
import { startSteno } from "./steno.mjs";

let browser, origin, steno, opened, page;
let sent = 0;

before(async () => {
  origin = createServer((asked, response) => {
    const status = Number(/\/status\/(\d+)/.exec(asked.url)?.[1] ?? 200);
    response.writeHead(status, { "content-type": asked.url.includes("json") ? "application/json" : "text/html" }).end("{\"needle\":1}");
  }).listen(0, "127.0.0.1");
  await once(origin, "listening");
  steno = await startSteno();
  browser = await launch();
  opened = await openPage(browser, steno.url);
  page = opened.page;
});

after(async () => {
  await browser?.close();
  await steno?.stop();
  origin?.close();
});

/** Sends requests through Steno, a few at a time. */
async function visit(count, path = n => `/page/${n}`) {
  const [host, port] = steno.proxy.split(":");
  const one = n => new Promise((done, failed) => {
    const url = `http://127.0.0.1:${origin.address().port}${path(n)}`;
    request({ host, port, path: url, headers: { host: new URL(url).host } }, response => response.resume().on("end", done)).on("error", failed).end();
  });
  for (let at = 0; at < count; at += 10) {
    await Promise.all(Array.from({ length: Math.min(10, count - at) }, (_, i) => one(sent + at + i + 1)));
  }
  sent += count;
}

/** What the visible rows show, from above. */
function rows() {
  return page.evaluate(() => {
    const head = document.querySelector(".list-head").getBoundingClientRect().bottom;
    const foot = document.querySelector(".list").getBoundingClientRect().bottom;
    return [...document.querySelectorAll(".row")]
      .map(row => ({ row, box: row.getBoundingClientRect() }))
      .filter(({ box }) => box.bottom > head + 1 && box.top < foot - 1)
      .sort((a, b) => a.box.top - b.box.top)
      .map(({ row, box }) => ({
        rank: Number(row.getAttribute("aria-rowindex")) - 2, waiting: row.classList.contains("waiting"), y: Math.round(box.top),
        id: row.querySelector(".c-id")?.textContent ?? "", path: row.querySelector(".c-path")?.textContent ?? "", status: row.querySelector(".c-status")?.textContent ?? "",
      }));
  });
}

/** The rows once they rest: all are loaded, and two frames of the browser later they are the same. */
async function restingRows() {
  for (let before = null; ; ) {
    const now = await rows();
    const same = JSON.stringify(now);
    if (same === before && now.length > 0 && now.every(row => !row.waiting)) return now;
    before = same;
    await page.evaluate(() => new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted))));
  }
}

/** The list has the focus, and the first flow is focused and known. */
async function first() {
  await page.focus("#list");
  await page.keyboard.press("Home");
  await until("the first row", () => document.querySelector(".row.focused[aria-rowindex='2']:not(.waiting)"));
}

/** While the message with Undo is there, at any speed: it stays for a minute instead of eight seconds. */
async function undoable(deed) {
  await page.evaluate(() => {
    window.plainTimeout = window.setTimeout;
    window.setTimeout = (run, ms, ...rest) => window.plainTimeout(run, ms === 8000 ? 60_000 : ms, ...rest);
  });
  await deed();
  await page.evaluate(() => void (window.setTimeout = window.plainTimeout));
}

const toast = text => page.locator(".toast", { hasText: text });
const until = (what, holds, arg) => page.waitForFunction(holds, arg).catch(error => assert.fail(`${what}: ${error.message}`));
const pathIsSeen = path => [...document.querySelectorAll(".row:not(.waiting) .c-path")].some(cell => cell.textContent === path);

test("the first flows come by themselves, and the newest stay in sight", async () => {
  await visit(5);
  await until("the fifth flow", pathIsSeen, "/page/5");
  await visit(145);
  await until("the newest flow", pathIsSeen, "/page/150");
  const seen = await restingRows();
  assert.equal(seen.at(-1).rank, 149);
  assert.deepEqual(seen.map(row => row.rank), seen.map((_, at) => seen[0].rank + at));
  await until("the number of rows", () => document.querySelector("#list").getAttribute("aria-rowcount") === "151");
});

test("while one reads further up, the rows stay where they are, and a button leads back", async () => {
  const box = await page.locator("#list").boundingBox();
  await page.mouse.move(box.x + 200, box.y + 200);
  await page.evaluate(() => void (window.scrolled = new Promise(done => document.querySelector("#list").addEventListener("scrollend", done, { once: true }))));
  await page.mouse.wheel(0, -900);
  await page.evaluate(() => window.scrolled.then(() => undefined));
  await until("the way back", () => document.querySelector("[aria-label^='Follow']")?.getAttribute("aria-pressed") !== "true");
  const before = await restingRows();
  assert.ok(before.at(-1).rank < 149);
  await visit(40);
  await until("the badge", () => /40 new/.test(document.querySelector(".new-badge")?.textContent ?? ""));
  assert.deepEqual(await rows(), before);
  await page.click(".new-badge");
  await until("the newest flow", pathIsSeen, "/page/190");
  assert.equal(await page.locator(".new-badge").count(), 0);
});

test("paused, the list stays and counts; nothing is lost", async () => {
  await page.focus("#list");
  const before = await restingRows();
  await page.keyboard.press("p");
  await page.locator(".new-badge").waitFor();
  await visit(20);
  await until("the count", () => /20 new/.test(document.querySelector(".new-badge")?.textContent ?? ""));
  assert.deepEqual(await rows(), before);
  await page.focus("#list");
  await page.keyboard.press("F");
  await until("the newest flow", pathIsSeen, "/page/210");
});

test("a filter is applied while it is typed, and is part of the address", async () => {
  await visit(30, n => (n % 3 ? `/status/500/${n}` : `/json/${n}`));
  await page.keyboard.press("/");
  await page.keyboard.type("status >= 500");
  await until("twenty failures", () => /^20 of/.test(document.querySelector(".filter-status")?.textContent ?? ""));
  assert.match(page.url(), /#\/flows\?f=status%20%3E%3D%20500/);
  const seen = await restingRows();
  assert.equal(seen.length, 20);
  assert.ok(seen.every(row => row.status === "500"), JSON.stringify(seen));
  await visit(1, () => "/status/503/new");
  await until("a new match", pathIsSeen, "/status/503/new");
});

test("an error is shown at its place, and the filter before stays in force", async () => {
  await page.fill(".filter-input", "status >= 500 & code = 1");
  await until("the sentence", () => !document.querySelector("#filter-sentence").hidden);
  await until("its text", () => /code/.test(document.querySelector("#filter-sentence").textContent));
  const wrong = await page.evaluate(() => [...document.querySelectorAll(".filter-overlay .wrong")].map(part => part.textContent).join(""));
  assert.ok("code = 1".startsWith(wrong.trim().slice(0, 4)), wrong);
  assert.equal((await restingRows()).length, 21);
  assert.equal(await page.getAttribute(".filter-input", "aria-invalid"), "true");
  await accessible(page, "an invalid filter");
});

test("the box completes names, operators and values that were seen", async () => {
  await page.fill(".filter-input", "");
  await page.focus(".filter-input");
  await page.keyboard.type("statu");
  await page.locator(".filter-list [role=option]:first-child", { hasText: "status" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await until("the accepted name", () => /^status\s?$/.test(document.querySelector(".filter-input").value));
  await page.fill(".filter-input", "host = 127");
  await page.locator(".filter-list [role=option]", { hasText: "127.0.0.1" }).first().waitFor();
  await page.keyboard.press("Escape");
  await until("no candidates", () => document.querySelector(".filter-list").hidden);
});

test("a word that is in no URL is offered for bodies", async () => {
  await page.fill(".filter-input", "needle");
  await page.locator(".nothing button", { hasText: "~b needle" }).click();
  await until("matches in bodies", () => /^\d+ of/.test(document.querySelector(".filter-status")?.textContent ?? "") && !/^0 of/.test(document.querySelector(".filter-status").textContent));
  await page.goBack();
  await until("the filter before", () => document.querySelector(".filter-input").value === "needle");
  await page.fill(".filter-input", "");
  await until("all flows", () => document.querySelector(".filter-status") === null);
});

test("a chip is an expression that one sees, and goes as it came", async () => {
  await page.click(".chip:text-is('Errors')");
  await until("the expression", () => document.querySelector(".filter-input").value === "(~e | status >= 400)");
  await until("the failures", () => document.querySelectorAll(".row:not(.waiting)").length === 21);
  await page.click(".chip:text-is('Errors')");
  await until("no expression", () => document.querySelector(".filter-input").value === "");
  await until("all flows", () => document.querySelector("#list").getAttribute("aria-rowcount") === "242");
});

test("everything by keys: move, select, open, sort, leave", async () => {
  await page.focus("#list");
  await page.keyboard.press("Home");
  await until("the first flow", () => document.querySelector(".row.focused .c-id")?.textContent === "1");
  await restingRows();
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await until("three selected", () => document.querySelectorAll(".row.selected").length === 3 && /3 selected/.test(document.querySelector(".foot").textContent));
  await until("the active row", () => document.getElementById(document.querySelector("#list").getAttribute("aria-activedescendant"))?.querySelector(".c-id")?.textContent === "4");
  // While the detail is loaded for the first time, keys call nothing.
  const loading = await holdBack(page, "GET", /\/ui\/detail\.js/);
  await page.keyboard.press("Enter");
  await loading.asked();
  for (const key of ["d", "j", "Escape"]) await page.keyboard.press(key);
  loading.release();
  await until("the detail has the focus", () => document.activeElement?.getAttribute("role") === "tab" && document.activeElement.closest(".detail-pane") !== null);
  assert.equal(await toast("removed").count(), 0);
  await page.keyboard.press("Escape");
  await until("the list has the focus", () => document.activeElement?.id === "list");
  await page.keyboard.press("v");
  await until("reversed", () => document.querySelector(".head[aria-sort]")?.getAttribute("aria-sort") === "descending");
  // With the flow that follows it above it: the rows are those of the other order.
  await until("the focused flow on the screen", () => {
    const list = document.querySelector(".list").getBoundingClientRect();
    const boxOf = id => [...document.querySelectorAll(".row")].find(row => row.querySelector(".c-id")?.textContent === id)?.getBoundingClientRect();
    const [five, four] = [boxOf("5"), boxOf("4")];
    return five && four && five.top < four.top && four.top >= list.top && four.bottom <= list.bottom;
  });
  await page.keyboard.press("v");
  await until("in order again", () => document.querySelector(".head[aria-sort]")?.getAttribute("aria-sort") === "ascending");
  await restingRows();
  await page.keyboard.press("Control+a");
  await until("all selected", () => /241 selected/.test(document.querySelector(".foot").textContent));
  await page.keyboard.press("Escape");
  await until("one selected", () => document.querySelectorAll(".row.selected").length === 1);
  await page.keyboard.press("Escape");
  await until("no detail", () => document.querySelector(".detail-pane") === null);
  await page.keyboard.press("F6");
  await until("another pane", () => document.activeElement?.id !== "list");
});

test("a column sorts, is made wider by keys, and is chosen from the menu", async () => {
  const status = page.locator(".head", { hasText: "Status" });
  await status.click();
  await until("sorted", () => document.querySelector(".head[aria-sort=ascending]")?.textContent.startsWith("Status"));
  assert.match(page.url(), /o=status/);
  await status.click();
  await until("turned around", () => document.querySelector(".head[aria-sort=descending]")?.textContent.startsWith("Status"));
  // The focused flow stays in sight, which may be far from the first row.
  await first();
  await until("the highest status first", () => document.querySelector(".row[aria-rowindex='2'] .c-status")?.textContent === "503");
  await status.click();
  await until("by time again", () => !/o=status/.test(location.href));
  await restingRows();
  const width = () => status.evaluate(head => head.getBoundingClientRect().width);
  const before = await width();
  await status.focus();
  await page.keyboard.press("Shift+ArrowRight");
  await until("a wider column", wanted => Math.round(document.activeElement.getBoundingClientRect().width) === wanted, Math.round(before + 16));
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitemcheckbox", { name: "Version" }).click();
  await page.locator(".head", { hasText: "Version" }).waitFor();
});

test("a flow is removed after the time for undo, and not if it is undone", async () => {
  await first();
  await undoable(async () => {
    await page.keyboard.press("d");
    await toast("will be removed").getByRole("button", { name: "Undo" }).click();
    await toast("will be removed").waitFor({ state: "detached" });
  });
  await page.focus("#list");
  await page.keyboard.press("d");
  await toast("1 flow will be removed").waitFor();
  await until("one flow less", () => /@shown 240/.test(document.querySelector(".foot").textContent));
});

test("a range of rows that were never loaded is marked", async () => {
  await page.focus("#list");
  await page.keyboard.press("End");
  await until("the last flow", () => document.querySelector(".row.focused .c-id")?.textContent === "241");
  await page.locator(".row", { hasText: "/status/503/new" }).click();
  await page.evaluate(() => void (document.querySelector("#list").scrollTop = 0));
  await until("the first rows", () => document.querySelector(".row[aria-rowindex='2']:not(.waiting)"));
  await page.locator(".row[aria-rowindex='4']").click({ modifiers: ["Shift"] });
  await until("the count", () => /238 selected/.test(document.querySelector(".foot").textContent));
  await page.keyboard.press("m");
  await until("the marks", () => {
    const cells = [...document.querySelectorAll(".row.selected:not(.waiting) .c-state")];
    return cells.length > 0 && cells.every(cell => cell.textContent.includes("⚑"));
  });
  await page.click("[aria-label='Marked only']");
  await until("the marked ones alone", () => /@shown 238/.test(document.querySelector(".foot").textContent));
  await page.click("[aria-label='Marked only']");
  await until("all", () => /@shown 240/.test(document.querySelector(".foot").textContent));
});

test("the list in each theme has no fault for axe", async () => {
  for (const theme of ["light", "dark", "contrast"]) {
    await page.evaluate(name => void (document.documentElement.dataset.theme = name), theme);
    await accessible(page, `the list, ${theme}`);
  }
});

test("what is typed after ; is the comment, and no letter of it is a command", async () => {
  await page.fill(".filter-input", "");
  await first();
  await page.keyboard.press("ArrowDown");
  await until("the second row", () => document.querySelector(".row.focused[aria-rowindex='3']:not(.waiting)"));
  const before = await page.getAttribute("#list", "aria-rowcount");
  await page.keyboard.press(";");
  await until("the box of the comment", () => document.activeElement?.tagName === "TEXTAREA");
  await page.keyboard.type("why dead? m");
  await page.keyboard.press("Escape");
  await until("the list again", () => document.activeElement?.id === "list");
  await until("the comment in the head", () => document.querySelector(".flow-comment")?.textContent === "why dead? m");
  assert.equal(await page.getAttribute("#list", "aria-rowcount"), before);
  // Keys that come before the box is there do nothing.
  await page.keyboard.press("ArrowDown");
  await until("the third row", () => document.querySelector(".row.focused[aria-rowindex='4']:not(.waiting)"));
  await page.evaluate(() => {
    const press = key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    press(";");
    press("d");
  });
  assert.equal(await page.getByRole("button", { name: "Undo" }).filter({ hasText: "removed" }).count(), 0);
  assert.equal(await page.locator(".toast", { hasText: "will be removed" }).count(), 0);
  await until("the box of the next one", () => document.activeElement?.tagName === "TEXTAREA");
  await page.keyboard.press("Escape");
});

test("Ctrl+Z undoes the last change, and a removal whose message is closed is done", async () => {
  await first();
  const mark = () => document.querySelector(".row.focused .c-state")?.textContent.includes("⚑");
  const before = Number(await page.getAttribute("#list", "aria-rowcount"));
  await undoable(async () => {
    await page.keyboard.press("m");
    await until("the mark", mark);
    await toast(/^Marked/).waitFor();
    await page.keyboard.press("Control+z");
    await until("no mark", () => document.querySelector(".row.focused .c-state")?.textContent.includes("⚑") === false);
    await page.keyboard.press("d");
    await toast("will be removed").getByRole("button", { name: "Close" }).click();
  });
  await until("one row less", count => Number(document.querySelector("#list").getAttribute("aria-rowcount")) === count - 1, before);
});

test("c compares the selected flows, whichever was chosen before", async () => {
  await first();
  await page.keyboard.press("c");
  await toast("press c on another one").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await until("the third row", () => document.querySelector(".row.focused[aria-rowindex='4']:not(.waiting)"));
  await page.keyboard.press("Shift+ArrowDown");
  await until("two selected", () => document.querySelectorAll(".row.selected").length === 2 && /2 selected/.test(document.querySelector(".foot").textContent));
  const selected = await page.locator(".row.selected .c-id").allTextContents();
  await page.keyboard.press("c");
  await until("the page", () => location.hash.startsWith("#/compare"));
  assert.deepEqual(decodeURIComponent(/ids=([^&]+)/.exec(page.url())[1]).split(",").sort(), selected.sort());
  await page.evaluate(() => void (location.hash = "#/flows"));
  await page.waitForSelector("#list");
});

test("a flow that failed says so in its status, and its row is seen while the focus is elsewhere", async () => {
  const gone = createServer().listen(0, "127.0.0.1");
  await once(gone, "listening");
  const { port } = gone.address();
  await new Promise(closed => gone.close(closed));
  const [host, proxy] = steno.proxy.split(":");
  await new Promise(done => request({ host, port: proxy, path: `http://127.0.0.1:${port}/gone`, headers: { host: `127.0.0.1:${port}` } }, answer => answer.resume().on("end", done)).end());
  await page.fill(".filter-input", "path = /gone");
  await until("the row", pathIsSeen, "/gone");
  const row = page.locator(".row:not(.waiting)", { hasText: "/gone" });
  await row.click();
  await page.focus(".filter-input");
  await until("the focus elsewhere", () => document.activeElement?.classList.contains("filter-input") && document.querySelector(".row.selected"));
  const look = await row.evaluate(element => ({ ground: getComputedStyle(element).backgroundColor, bar: getComputedStyle(element).boxShadow }));
  assert.match(look.bar, /4px 0px 0px 0px inset/);
  assert.notEqual(look.ground, "rgba(0, 0, 0, 0)");
  assert.match(await row.locator(".c-status").textContent(), /^(failed|502)$/);
  await page.fill(".filter-input", "status = 418");
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await until("all rows", () => document.querySelector(".filter-input").value === "" && document.querySelectorAll(".row").length > 5);
});

test("after a restart of Steno the page goes on where it was", async () => {
  await page.fill(".filter-input", "status >= 500");
  await until("the failures", () => /^21 of/.test(document.querySelector(".filter-status")?.textContent ?? ""));
  await Promise.all([page.locator(".trouble").waitFor(), steno.restart()]);
  await until("the channel again", () => document.querySelector(".trouble") === null);
  await until("the failures again", () => /^21 of/.test(document.querySelector(".filter-status")?.textContent ?? ""));
  await visit(1, () => "/status/502/after");
  await until("a flow after the restart", pathIsSeen, "/status/502/after");
});

test("the page had no errors", () => {
  assert.deepEqual(opened.faults, []);
});
