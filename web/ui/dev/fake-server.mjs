// A stand-in for Steno with any number of flows, to work on the page: node dev/fake-server.mjs [PORT] [FLOWS] [PER-SECOND]
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";

const folder = resolve(dirname(fileURLToPath(import.meta.url)), "../../src/main/resources/dev/steno/web/ui");
const port = Number(process.argv[2] ?? 8099);
let flows = Number(process.argv[3] ?? 1_000_000);
const perSecond = Number(process.argv[4] ?? 0);
const begun = Date.now() * 1000;

const CSP = "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-x'; img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; "
  + "connect-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", svg: "image/svg+xml", txt: "text/plain" };

const columns = ["id", "revision", "kind", "state", "method", "scheme", "host", "port", "path", "status", "type", "request_size", "size",
  "duration", "started", "error", "mark", "comment", "client", "server", "version", "replay", "websocket", "unread", "connection", "highlights"];
const METHODS = ["GET", "GET", "GET", "POST", "PUT", "DELETE"];
const CODES = [200, 200, 200, 204, 301, 304, 404, 500, 503, 0];
const KINDS = ["application/json", "text/html", "image/png", "text/css", "application/grpc", "font/woff2"];

function row(id) {
  const r = (id * 2654435761) >>> 0;
  const code = CODES[r % CODES.length];
  return [id, 1, "http", code ? "complete" : "failed", METHODS[r % 6], "https", `api${r % 40}.example.com`, 443,
    `/v1/items/${id}?q=${r.toString(36)}`, code, KINDS[(r >>> 3) % 6], r % 900, (r >>> 4) % 2_000_000, code ? (r % 90_000) / 100 : null,
    begun - (flows - id) * 1000, code ? null : "connection refused", r % 97 === 0 ? "red" : "", "", "127.0.0.1:5000", "10.0.0.1:443", "HTTP/2", "",
    r % 50 === 0, false, r % 12, code >= 500 ? 1 : 0];
}

function matches(filter, id) {
  if (!filter) return true;
  if (filter.includes("500")) return (row(id)[9] ?? 0) >= 500;
  return row(id)[6].includes(filter) || row(id)[8].includes(filter);
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://x");
  const json = value => response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(value));
  if (pathname === "/" || pathname.startsWith("/ui/")) {
    const name = pathname === "/" ? "index.html" : pathname.slice(4);
    try {
      response.writeHead(200, { "Content-Type": TYPES[name.split(".").pop()], "Content-Security-Policy": CSP, "Cache-Control": "no-store" })
        .end(readFileSync(join(folder, name)));
    } catch {
      response.writeHead(404).end();
    }
  } else if (pathname === "/api/v1/login") json({ token: "t" });
  else if (pathname === "/api/v1/status") json(status());
  else if (pathname === "/api/v1/filter/complete") json({ from: 0, to: 0, items: [{ text: "status ", label: "status", kind: "field", help: "of the response" }] });
  else if (/^\/api\/v1\/flows\/\d+$/.test(pathname)) json(Object.fromEntries(columns.map((name, i) => [name, row(Number(pathname.split("/").pop()))[i]])));
  else response.writeHead(404, { "Content-Type": "application/problem+json" }).end(JSON.stringify({ detail: `no ${pathname}` }));
});

const status = () => ({ t: "status", version: "0.0", recording: true, session: { path: "/x/work.steno", name: "work.steno", flows, bytes: flows * 15_000 },
  flows, rates: { flows_per_second: perSecond, bytes_per_second: 0 }, listeners: [{ mode: "regular", address: "127.0.0.1:8080" }], index: { behind: 0 }, trouble: null, held: 0 });

new WebSocketServer({ server, path: "/api/v1/live" }).on("connection", socket => {
  let view = { filter: "", order: "time", reversed: false };
  let win = null;
  let paused = false;
  let sent = new Set();
  let inFlight = 0;
  let number = 0;
  let dirty = false;
  let list = null;
  const say = message => socket.send(JSON.stringify(message));
  const size = () => (list ? list.length : flows);
  const idAt = rank => (view.reversed ? (list ? list[list.length - 1 - rank] : flows - rank) : list ? list[rank] : rank + 1);
  const rankOf = id => {
    if (!list) return view.reversed ? flows - id : id - 1;
    const at = list.findIndex(each => each >= id);
    return at < 0 ? list.length - 1 : at;
  };
  function frame() {
    if (!win || paused || inFlight) return void (dirty = true);
    dirty = false;
    let from = win.from ?? 0;
    if (win.around !== undefined) from = rankOf(win.around) - Math.floor(win.count / 2);
    if (win.tail) from = view.reversed ? 0 : size() - win.count;
    from = Math.max(0, Math.min(from, size() - win.count));
    const ids = [];
    for (let rank = from; rank < Math.min(size(), from + win.count); rank++) ids.push(idAt(rank));
    const rows = ids.filter(id => !sent.has(id)).map(row);
    sent = new Set(ids);
    inFlight = ++number;
    say({ t: "w", n: number, view: view.n ?? 0, whole: true, size: size(), from, ids, rows, new: 0 });
  }
  socket.on("message", data => {
    const message = JSON.parse(String(data));
    if (message.t === "hello") {
      say({ t: "hi", v: 1, view: 1, columns, version: "0.0", session: "work.steno" });
      say(status());
    } else if (message.t === "view") {
      view.n = message.n;
      if (message.filter.includes("==")) return say({ t: "state", searching: false, problem: { column: 8, found: "=", expected: "a number", detail: "at column 8: found =, expected a number" } });
      const changed = message.filter !== view.filter;
      view = { ...view, ...message };
      if (changed) {
        list = view.filter ? [] : null;
        for (let id = 1; list && id <= flows; id++) if (matches(view.filter, id)) list.push(id);
      }
      say({ t: "state", searching: false, matches: size(), of: flows });
      frame();
    } else if (message.t === "win") {
      win = message;
      frame();
    } else if (message.t === "ack") {
      if (message.n === inFlight) inFlight = 0;
      if (dirty) frame();
    } else if (message.t === "pause") {
      paused = message.on;
      if (!paused && dirty) frame();
    }
  });
  const timer = perSecond && setInterval(frame, 50);
  const beat = setInterval(() => say(status()), 1000);
  socket.on("close", () => {
    clearInterval(timer);
    clearInterval(beat);
  });
});

if (perSecond) setInterval(() => void (flows += Math.max(1, Math.round(perSecond / 20))), 50);
server.listen(port, "127.0.0.1", () => process.stdout.write(`http://127.0.0.1:${port}/#login=x\n`));
