// What a browser's tab that watches costs the proxy, and itself: node bench/web/watch.mjs [--tab none|tail|hidden] [--rate N] [--seconds S] [--mitmweb]
// LiveLoad.java sends the requests, and prints the CPU time of the proxy for each. The tab's CPU is that of its main thread (threadTicks);
// its heap is read after a collection. --mitmweb (or the command in MITMWEB) measures mitmweb in place of Steno. Needs web/ui/node_modules (npm ci).
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { launch, openPage } from "../../web/ui/e2e/browser.mjs";
import { startSteno } from "../../web/ui/e2e/steno.mjs";
import { startMitmweb } from "./mitmweb.mjs";

const word = (name, usual) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : usual);
const tab = word("--tab", "tail");
const rate = Number(word("--rate", "1000"));
const seconds = Number(word("--seconds", "300"));
const peer = process.argv.includes("--mitmweb");

const proxy = peer ? await startMitmweb() : await startSteno("--detail", "0");
const browser = tab === "none" ? null : await launch();
try {
  let devtools;
  if (browser) {
    const page = peer ? await browser.newPage() : (await openPage(browser, proxy.url)).page;
    if (peer) await page.goto(proxy.url);
    if (tab === "hidden") await page.evaluate(() => {
      Object.defineProperty(document, "hidden", { value: true });
      Object.defineProperty(document, "visibilityState", { value: "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    devtools = await page.context().newCDPSession(page);
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  }
  const metrics = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    const { metrics: all } = await devtools.send("Performance.getMetrics");
    const values = Object.fromEntries(all.map(({ name, value }) => [name, value]));
    return { heap: values.JSHeapUsedSize / 1e6, cpu: values.TaskDuration, at: performance.now() / 1000 };
  };
  const port = address => address.split(":").pop();
  const load = spawn("java", [fileURLToPath(new URL("LiveLoad.java", import.meta.url)), "load", proxy.pid, proxy.folder ?? "-", port(proxy.proxy), new URL(proxy.url).port, rate, seconds, "none"], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  load.stdout.setEncoding("utf8").on("data", text => void (printed += text));
  const ended = new Promise(done => load.once("exit", done));
  await new Promise(done => setTimeout(done, 8_000)); // until the load runs
  const samples = [];
  if (devtools) {
    samples.push(await metrics());
    while (load.exitCode === null) {
      await Promise.race([ended, new Promise(done => setTimeout(done, 10_000))]);
      if (load.exitCode === null) samples.push(await metrics());
    }
  }
  await ended;
  console.log(`${peer ? "mitmweb" : "steno"}, tab ${tab}: ${printed.trim().replace(/^none: /, "")}`);
  if (samples.length > 1) {
    const [first, last] = [samples[0], samples.at(-1)];
    const heaps = samples.map(sample => sample.heap.toFixed(1));
    console.log(`tab: main thread ${((100 * (last.cpu - first.cpu)) / (last.at - first.at)).toFixed(1)} %, heap MB ${heaps.join(" ")}`);
  }
} finally {
  await browser?.close();
  await proxy.stop();
}
