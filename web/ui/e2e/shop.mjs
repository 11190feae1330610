// A fictitious shop behind a next proxy: whatever host under .example or .test is asked for is answered here, over HTTP/1.1 and
// HTTP/2, with a certificate made for the occasion. Answers are late as real ones are.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { chunk } from "./png.mjs";

export const HOSTS = ["shop.example", "api.shop.example", "static.shop.example", "img.cdn.example", "login.accounts.example", "metrics.telemetry.test", "search.shop.example", "live.shop.example"];
/** A host that the next proxy cannot reach. */
export const DOWN = "ads.tracker.test";

/** A random number that is the same in each run, 0 to 1. */
export function randomness(seed) {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const random = randomness(20_261_128);
const pause = ms => new Promise(done => setTimeout(done, ms));
/** Milliseconds around a middle, with the long tail that services have. */
const late = middle => middle * Math.exp((random() + random() + random() - 1.5) * 1.1);

function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "steno-shop-"));
  const names = [...HOSTS, DOWN].map(host => `DNS:${host}`).join(",");
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3", "-subj", "/CN=shop.example",
    "-addext", `subjectAltName=${names}`, "-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")], { stdio: "ignore" });
  return { folder, key: readFileSync(join(folder, "key.pem")), cert: readFileSync(join(folder, "cert.pem")), file: join(folder, "cert.pem") };
}

const CHAIRS = ["Windsor", "Wegner", "Rocking", "Folding", "Garden", "Kitchen", "Reading", "Piano"];
const item = id => ({ id, name: `${CHAIRS[id % CHAIRS.length]} chair`, price: { amount: 4900 + (id * 731) % 30_000, currency: "EUR" }, stock: (id * 7) % 40,
  tags: ["oak", "hand-made"].slice(id % 2), images: [`https://img.cdn.example/${createHash("sha1").update(`${id}`).digest("hex").slice(0, 12)}.png`], updated: "2026-11-27T18:04:11Z" });

/** A small picture of one hue. */
function picture(seed) {
  const side = 96;
  const rows = Buffer.concat(Array.from({ length: side }, (_, y) => Buffer.concat([Buffer.from([0]), Buffer.from(Array.from({ length: side * 3 }, (_, x) =>
    Math.round(110 + 90 * Math.sin((x / 3 + seed * 17) / 19) * Math.cos(y / 23 + (x % 3) * 2)))).subarray(0, side * 3)])));
  const head = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 2, 0, 0, 0]);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

/** What a request is answered: status, type, body and how long it takes in milliseconds. */
function answer(host, method, path, state) {
  const json = (status, value, ms, headers = {}) => ({ status, type: "application/json", body: JSON.stringify(value), ms: late(ms), headers });
  if (host === "img.cdn.example") return { status: 200, type: "image/png", body: picture(path.length + path.charCodeAt(1)), ms: late(18), headers: { "cache-control": "max-age=31536000" } };
  if (host === "metrics.telemetry.test") return { status: 204, body: "", ms: late(9), headers: {} };
  if (host === "static.shop.example") {
    const css = path.endsWith(".css");
    return { status: 200, type: css ? "text/css" : "text/javascript", body: `${css ? ".card{display:grid;gap:8px}" : "export const add=(cart,item)=>[...cart,item];"}\n`.repeat(600), ms: late(12), headers: { etag: '"5f2c"' } };
  }
  if (host === "login.accounts.example") return json(method === "POST" ? 200 : 405, { token_type: "Bearer", expires_in: 3600, scope: "cart orders" }, 70);
  if (host === "search.shop.example") return state.outage ? { status: 503, type: "text/html", body: "<h1>Service unavailable</h1>", ms: late(900), headers: { "retry-after": "5" } } : json(200, { query: new URL(path, "http://x").searchParams.get("q"), hits: [3, 14, 15, 92].map(item) }, 140);
  if (host === "api.shop.example") {
    const one = /^\/v1\/items\/(\d+)/.exec(path);
    if (one) return Number(one[1]) > 900 ? json(404, { error: "no such item", id: Number(one[1]) }, 15) : json(200, item(Number(one[1])), 35);
    if (path.startsWith("/v1/items")) return json(200, { items: Array.from({ length: 20 }, (_, i) => item(i + 1)), next: "/v1/items?page=2" }, 60);
    if (path.startsWith("/v1/orders")) return json(state.outage ? 500 : 201, state.outage ? { error: "stock service timed out" } : { order: 70_412, total: 12_900 }, state.outage ? 1500 : 180);
    if (path.startsWith("/v1/cart")) return json(method === "DELETE" ? 409 : 200, { lines: [{ item: item(7), count: 2 }], total: 2 * item(7).price.amount }, 25);
    return json(200, { data: { viewer: { name: "Ada", orders: { totalCount: 12 } } } }, 45);
  }
  if (path === "/old") return { status: 301, body: "", ms: late(5), headers: { location: "https://shop.example/" } };
  return { status: 200, type: "text/html; charset=utf-8", body: `<!doctype html><title>Chairs</title>${"<article class=card><h2>Windsor chair</h2><p>Oak, hand-made.</p></article>".repeat(60)}`, ms: late(80), headers: { "set-cookie": "visit=3f9a; Path=/; Secure; HttpOnly" } };
}

async function serve(request, response, state) {
  const host = (request.headers[":authority"] ?? request.headers.host ?? "").replace(/:\d+$/, "");
  const path = request.url.replace(/^http:\/\/[^/]+/, "");
  request.resume();
  if (request.headers.accept === "text/event-stream") {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (let n = 1; n <= 12 && !response.destroyed; n++) {
      response.write(`id: ${n}\nevent: price\ndata: {"item":${n},"amount":${4900 + n * 25}}\n\n`);
      await pause(150);
    }
    response.end();
    return;
  }
  const { status, type, body, ms, headers } = answer(host, request.method, path, state);
  await pause(ms);
  response.writeHead(status, { ...(type ? { "content-type": type } : {}), date: new Date().toUTCString(), server: "shop", ...headers });
  response.end(body);
}

/** Starts the next proxy with the shop behind it. `state.outage` makes search and orders fail. */
export async function startShop() {
  const state = { outage: false };
  const made = certificate();
  const secure = createSecureServer({ key: made.key, cert: made.cert, allowHTTP1: true }, (request, response) => void serve(request, response, state));
  const proxy = createServer((request, response) => void serve(request, response, state));
  const sockets = new Set();
  proxy.on("connection", socket => void sockets.add(socket));
  proxy.on("connect", (request, socket, head) => {
    if (request.url.startsWith(DOWN)) {
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      return;
    }
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (head.length) socket.unshift(head);
    socket.on("error", () => undefined);
    secure.emit("connection", socket);
  });
  for (const server of [secure, proxy]) server.on("clientError", (_, socket) => socket.destroy?.()).on("sessionError", () => undefined);
  await new Promise(done => proxy.listen(0, "127.0.0.1", done));
  return {
    address: `127.0.0.1:${proxy.address().port}`,
    certificate: made.file,
    state,
    stop() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      rmSync(made.folder, { recursive: true, force: true });
    },
  };
}
