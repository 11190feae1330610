// Measures mitmweb on a file of flows: node bench/web/mitmweb.mjs FLOWS [SECONDS]
// mitmflows.py writes such files. Prints milliseconds from navigation to the first row, bytes transferred, and the tab's heap and CPU.
// The command is mitmweb, or that in MITMWEB.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { launch } from "../../web/ui/e2e/browser.mjs";

const freePort = () => new Promise(done => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** Starts mitmweb on free ports; returns once it answers. */
export async function startMitmweb(...args) {
  const [web, proxy] = [await freePort(), await freePort()];
  const child = spawn(process.env.MITMWEB ?? "mitmweb", ["-q", "--no-web-open-browser", "--web-port", web, "--listen-host", "127.0.0.1", "--listen-port", proxy, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise(done => child.once("exit", done));
  const url = `http://127.0.0.1:${web}/`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`mitmweb ended with ${child.exitCode}`);
    try {
      await fetch(url);
      break;
    } catch {
      await new Promise(done => setTimeout(done, 200));
    }
  }
  return {
    url,
    proxy: `127.0.0.1:${proxy}`,
    pid: child.pid,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function firstRows(file, seconds) {
  const mitmweb = await startMitmweb("-r", file);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    await devtools.send("Network.enable");
    let transferred = 0;
    devtools.on("Network.dataReceived", event => void (transferred += event.encodedDataLength));
    const begin = Date.now();
    await page.goto(mitmweb.url, { waitUntil: "commit" });
    const rows = await page.waitForSelector(".flow-table tbody tr td", { timeout: seconds * 1000 }).then(() => `${Date.now() - begin} ms`, () => `none within ${seconds} s`);
    const { metrics } = await devtools.send("Performance.getMetrics");
    const value = name => metrics.find(metric => metric.name === name).value;
    const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${mitmweb.pid}/status`, "utf8"))[1]) / 1024;
    console.log(`mitmweb, ${file}: first rows ${rows}, ${(transferred / 1e6).toFixed(1)} MB transferred, tab ${(value("JSHeapUsedSize") / 1e6).toFixed(0)} MB and ${value("TaskDuration").toFixed(1)} s of CPU, process ${rss.toFixed(0)} MiB`);
  } finally {
    await browser.close();
    await mitmweb.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await firstRows(process.argv[2], Number(process.argv[3] ?? 300));
