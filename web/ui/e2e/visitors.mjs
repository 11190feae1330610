// Visitors of the shop, through Steno: pages with what belongs to them, polling, retries, and an outage in the middle.
import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect as http2Connect } from "node:http2";
import { Agent, request as httpsRequest } from "node:https";
import { connect as tlsConnect } from "node:tls";
import { DOWN, randomness } from "./shop.mjs";

const random = randomness(7);
const pause = ms => new Promise(done => setTimeout(done, ms));
const pick = (...all) => all[Math.floor(random() * all.length)];

/** A tunnel to a host through Steno, with TLS in it. */
function tunnel(proxy, ca, host, protocols) {
  return new Promise((opened, failed) => {
    const [address, port] = proxy.split(":");
    const request = httpRequest({ host: address, port, method: "CONNECT", path: `${host}:443`, headers: { host: `${host}:443` }, agent: false });
    request.on("connect", (response, socket) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        failed(new Error(`${response.statusCode}`));
        return;
      }
      const secure = tlsConnect({ socket, servername: host, ca, ALPNProtocols: protocols }, () => opened(secure));
      secure.on("error", failed);
    });
    request.on("error", failed);
    request.end();
  });
}

class TunnelAgent extends Agent {
  constructor(proxy, ca) {
    super({ keepAlive: true, maxSockets: 6 });
    this.proxy = proxy;
    this.authority = ca;
  }

  createConnection(options, callback) {
    tunnel(this.proxy, this.authority, options.host, ["http/1.1"]).then(socket => callback(null, socket), error => callback(error));
  }
}

/** A browser: HTTP/1.1 with six connections a host, and HTTP/2 for the API. Failures of the shop are no failures here. */
export class Visitor {
  constructor(steno) {
    this.proxy = steno.proxy;
    this.ca = readFileSync(steno.ca);
    this.agent = new TunnelAgent(this.proxy, this.ca);
    this.sessions = new Map();
  }

  get(url, headers = {}) {
    return this.send("GET", url, null, headers);
  }

  send(method, url, body, headers = {}) {
    const { host, pathname, search, protocol } = new URL(url);
    const all = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Shop/1.0", accept: "*/*", ...(body ? { "content-type": "application/json" } : {}), ...headers };
    return new Promise(done => {
      const finish = response => {
        response.on("data", () => undefined).on("end", done).on("error", done);
      };
      const [address, port] = this.proxy.split(":");
      const request = protocol === "http:"
        ? httpRequest({ host: address, port, method, path: url, headers: { host, ...all } }, finish)
        : httpsRequest({ agent: this.agent, host, method, path: pathname + search, headers: all }, finish);
      request.on("error", done);
      request.end(body ?? undefined);
    });
  }

  /** Over HTTP/2, all on one connection. */
  async send2(method, url, body, headers = {}) {
    const { host, pathname, search } = new URL(url);
    let session = this.sessions.get(host);
    if (!session || session.destroyed) {
      const socket = await tunnel(this.proxy, this.ca, host, ["h2"]);
      session = http2Connect(`https://${host}`, { createConnection: () => socket });
      session.on("error", () => undefined);
      this.sessions.set(host, session);
    }
    await new Promise(done => {
      const stream = session.request({ ":method": method, ":path": pathname + search, "user-agent": "ShopApp/2.4", ...(body ? { "content-type": "application/json" } : {}), ...headers });
      stream.on("data", () => undefined).on("end", done).on("error", done).on("close", done);
      stream.end(body ?? undefined);
    });
  }

  close() {
    this.agent.destroy();
    for (const session of this.sessions.values()) session.close();
  }
}

/** Opens a page of the shop with its parts. */
export async function page(visitor) {
  await visitor.get("https://shop.example/");
  await Promise.all([
    visitor.get("https://static.shop.example/app.3f9c.js"),
    visitor.get("https://static.shop.example/style.77ab.css"),
    visitor.send2("GET", `https://api.shop.example/v1/items?page=${1 + Math.floor(random() * 4)}`),
    visitor.send2("POST", "https://api.shop.example/graphql", JSON.stringify({ operationName: "Viewer", query: "query Viewer { viewer { name orders { totalCount } } }" })),
    ...Array.from({ length: 8 }, () => visitor.get(`https://img.cdn.example/${(0x9f3a5c17e + Math.floor(random() * 40) * 0x3b1d7).toString(16).padStart(12, "0")}.png`)),
  ]);
  await visitor.get(`https://${DOWN}/pixel.gif`);
  await visitor.send("POST", "https://metrics.telemetry.test/beacon", JSON.stringify({ event: "view", page: "/" }));
}

/** Looks at items, searches, fills the cart, sometimes orders. */
export async function browse(visitor) {
  const id = 1 + Math.floor(random() * 960);
  await Promise.all([visitor.send2("GET", `https://api.shop.example/v1/items/${id}`), visitor.send2("GET", "https://api.shop.example/v1/cart")]);
  await visitor.get(`https://search.shop.example/find?q=${pick("chair", "oak", "table", "lamp")}`);
  await visitor.send("POST", "https://metrics.telemetry.test/beacon", JSON.stringify({ event: "item", id }));
  if (random() < 0.4) await visitor.send2("POST", "https://api.shop.example/v1/cart/lines", JSON.stringify({ item: id, count: 1 }));
  if (random() < 0.25) await visitor.send2("POST", "https://api.shop.example/v1/orders", JSON.stringify({ items: [id], pay: "invoice" }));
  if (random() < 0.1) await visitor.send2("DELETE", "https://api.shop.example/v1/cart");
  if (random() < 0.1) await visitor.get("http://shop.example/old");
}

/** Visitors come and go for some seconds, each at least once; in the middle third the shop has an outage. */
export async function traffic(steno, shop, seconds) {
  const end = Date.now() + seconds * 1000;
  const begin = Date.now();
  const watch = setInterval(() => {
    const share = (Date.now() - begin) / (seconds * 1000);
    shop.state.outage = share > 0.55 && share < 0.72;
  }, 50);
  const one = async delay => {
    await pause(delay);
    do {
      const visitor = new Visitor(steno);
      await visitor.send("POST", "https://login.accounts.example/token", JSON.stringify({ user: "ada", grant: "password" }));
      await page(visitor);
      for (let i = 0; i < 6 && (i < 2 || Date.now() < end); i++) {
        await browse(visitor);
        await pause(random() * 120);
      }
      visitor.close();
    } while (Date.now() < end);
  };
  await Promise.all([0, 200, 500, 900, 1500, 2200].map(one));
  clearInterval(watch);
  shop.state.outage = false;
}
