// An origin of bodies that are hard to show: huge, endless, hostile; and clients that fetch them through Steno.
import { createServer, request } from "node:http";
import { gzipSync } from "node:zlib";
import { WebSocket, WebSocketServer } from "ws";

export const GIB = 1 << 30;
const LINE = 64;

/** A line of the huge text: 64 bytes that name their own offset. */
export function lineAt(offset) {
  const number = Math.floor(offset / LINE);
  return `${String(number * LINE).padStart(12, "0")} the needle is ${number % 100_003 === 77 ? "here" : "away"}; the quick brown fox rests`.padEnd(LINE - 1, ".").slice(0, LINE - 1) + "\n";
}

function huge(response, size) {
  const block = 1 << 20;
  let at = 0;
  const more = () => {
    while (at < size) {
      let text = "";
      for (let offset = at; offset < at + block; offset += LINE) text += lineAt(offset);
      at += block;
      if (!response.write(text)) return response.once("drain", more);
    }
    response.end();
  };
  more();
}

/** About 5 MB of JSON on one line. */
export function largeJson() {
  return JSON.stringify(Array.from({ length: 45_000 }, (_, id) => ({ id, name: `chair ${id}`, price: id * 1.25, tags: ["oak", "old"], stock: null, ok: id % 2 === 0, text: "a b c d e" })));
}

export const HOSTILE_HTML = `<!doctype html><title>harmless</title><h1 id="seen">hello</h1>
<script>parent.postMessage("ran", "*"); document.title = "ran"; fetch("/ran?by=script")</script>
<img src="/ran?by=image" onerror="fetch('/ran?by=error')"><iframe src="/ran?by=frame"></iframe><link rel="stylesheet" href="/ran?by=style">
<style>@import url(/ran?by=import); body { background: url(/ran?by=background) }</style><meta http-equiv="refresh" content="0;url=/ran?by=refresh">
<form action="/ran?by=form"><button autofocus>go</button></form><a href="javascript:fetch('/ran?by=link')">link</a><object data="/ran?by=object"></object>`;

export const HOSTILE_SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" onload="fetch('/ran?by=svg')"><script>fetch("/ran?by=svg-script")</script>
<image href="/ran?by=svg-image" width="9" height="9"/><rect width="40" height="30" fill="teal"/></svg>`;

export const BIDI = '{"file":"invoice\u202efdp.exe","zero":"ad\u200bmin","tag":"\u{e0041}","control":"a\\u0000b","id":12345678901234567890}';

const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAFElEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC", "base64");

const PAGES = {
  "/json": () => ["application/json", largeJson()],
  "/hostile.html": () => ["text/html; charset=utf-8", HOSTILE_HTML],
  "/hostile.svg": () => ["image/svg+xml", HOSTILE_SVG],
  "/bidi": () => ["application/json", BIDI],
  "/pixel.png": () => ["image/png", PIXEL],
  "/app.js": () => ["text/javascript", "function a(b){if(b){return c(b)}else{for(;;){d()}}}".repeat(40)],
  "/bytes": () => ["application/octet-stream", Buffer.from(Array.from({ length: 4096 }, (_, index) => index & 255))],
};

/** Starts the origin; `fetched` are the paths that nothing should have asked for. */
export async function startBodies() {
  const fetched = [];
  const streams = new Set();
  const server = createServer((asked, response) => {
    const { pathname, searchParams } = new URL(asked.url, "http://origin");
    if (pathname === "/ran") fetched.push(asked.url);
    if (pathname === "/huge") {
      response.writeHead(200, { "content-type": "text/plain", "content-length": Number(searchParams.get("size") ?? GIB) });
      huge(response, Number(searchParams.get("size") ?? GIB));
    } else if (pathname === "/gzip") {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(gzipSync(BIDI));
    } else if (pathname === "/events") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      streams.add(response);
      response.write("retry: 1000\n\n");
    } else if (pathname in PAGES) {
      const [type, body] = PAGES[pathname]();
      response.writeHead(200, { "content-type": type, "set-cookie": "sid=1; HttpOnly; Max-Age=60", date: new Date().toUTCString() });
      response.end(body);
    } else response.writeHead(404).end();
  });
  const sockets = new WebSocketServer({ server, path: "/ws", perMessageDeflate: false });
  await new Promise(listening => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  return {
    host: `127.0.0.1:${port}`,
    fetched,
    /** The server's side of each WebSocket. */
    sockets,
    event: text => streams.forEach(stream => stream.write(`event: tick\ndata: ${text}\n\n`)),
    stop() {
      streams.forEach(stream => stream.destroy());
      sockets.clients.forEach(socket => socket.terminate());
      server.closeAllConnections();
      return new Promise(closed => server.close(closed));
    },
  };
}

/** Fetches through the proxy and throws the body away. */
export function fetchThrough(proxy, url, headers = {}) {
  const [host, port] = proxy.split(":");
  return new Promise((done, failed) => {
    const asked = request({ host, port, path: url, headers: { host: new URL(url).host, ...headers }, agent: false }, response => {
      response.on("end", () => done(response.statusCode)).on("error", failed).resume();
    });
    asked.on("error", failed).end();
  });
}

/** Begins to fetch through the proxy and keeps the response open. */
export function streamThrough(proxy, url) {
  const [host, port] = proxy.split(":");
  return new Promise((done, failed) => {
    const asked = request({ host, port, path: url, headers: { host: new URL(url).host }, agent: false }, response => {
      response.on("error", () => undefined).resume();
      done({ close: () => asked.destroy() });
    });
    asked.on("error", failed).end();
  });
}

/** A WebSocket through the proxy. */
export async function socketThrough(proxy, host, path) {
  const [address, port] = proxy.split(":");
  const tunnel = await new Promise((opened, failed) => {
    const asked = request({ host: address, port, method: "CONNECT", path: host, headers: { host }, agent: false });
    asked.on("connect", (_response, socket) => opened(socket)).on("error", failed).end();
  });
  const socket = new WebSocket(`ws://${host}${path}`, { createConnection: () => tunnel, perMessageDeflate: false });
  await new Promise((opened, failed) => socket.on("open", opened).on("error", failed));
  return socket;
}

