// A small application in Node: a page, and a service that it asks at another port, also over a WebSocket. CHANGED plants three
// differences in the service: in a response, in a status, and in a message.
import { createServer } from "node:http";
import { once } from "node:events";
import { WebSocketServer } from "ws";

const PAGE = `<!doctype html><title>Books</title><button id=buy>Buy</button><ul id=books></ul><ol id=cart></ol><p id=stock></p><p id=state></p>
<script type=module>
const service = "SERVICE";
const ask = async (path, init) => {
  const answer = await fetch(service + path, { credentials: "include", ...init });
  if (!answer.ok) throw new Error(path + " " + answer.status);
  return answer.json();
};
let told;
const listen = () => new Promise((done, failed) => {
  told = done;
  setTimeout(failed, 60_000, "no update");
});
const stock = () => {
  const socket = new WebSocket(service.replace("http", "ws") + "/stock");
  socket.onmessage = event => {
    document.querySelector("#stock").textContent = JSON.parse(event.data).left + " left";
    told();
  };
  socket.onclose = event => document.querySelector("#stock").textContent += ", closed " + event.code;
  return socket;
};
let socket;
const show = async () => {
  const cart = await ask("/cart");
  document.querySelector("#cart").innerHTML = cart.items.map(item => "<li>" + item + "</li>").join("");
  document.querySelector("#state").textContent = cart.visitor + " has " + cart.items.length;
};
document.querySelector("#buy").onclick = async () => {
  const isbn = "isbn-" + (document.querySelectorAll("#cart li").length + 1);
  await ask("/cart", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ isbn }) });
  const update = listen();
  socket.send(JSON.stringify({ bought: isbn }));
  await update;
  await show();
};
try {
  await ask("/visit", { method: "POST" });
  const books = await ask("/books");
  document.querySelector("#books").innerHTML = books.map(book => "<li>" + book.title + " " + book.price + "</li>").join("");
  const update = listen();
  socket = stock();
  await update;
  await show();
} catch (error) {
  document.querySelector("#state").textContent = String(error);
}
</script>`;

/** Starts the service. It knows visitors by a cookie, and refuses a cart without one. Call `close` at the end. */
export async function startService(port = 0, { changed = false } = {}) {
  const carts = new Map();
  const asked = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request.setEncoding("utf8")) body += piece;
    const path = `${request.method} ${request.url}`;
    asked.push(path);
    const cors = {
      "Access-Control-Allow-Origin": request.headers.origin ?? "*",
      "Access-Control-Allow-Credentials": "true",
      "Access-Control-Allow-Headers": "content-type",
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
    };
    const answer = (status, value, more) => response.writeHead(status, { ...cors, ...more }).end(value === undefined ? "" : JSON.stringify(value));
    const visitor = /visitor=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
    if (request.method === "OPTIONS") return answer(204);
    if (path === "POST /visit") {
      const name = `visitor-${Math.random().toString(36).slice(2)}`;
      carts.set(name, []);
      return answer(200, {}, { "Set-Cookie": `visitor=${name}; HttpOnly; Path=/` });
    }
    if (path === "GET /books") {
      return answer(200, [{ title: "Walden", price: changed ? 12 : 10 }, { title: "Emma", price: 8 }]);
    }
    const cart = carts.get(visitor);
    if (!cart) return answer(401, { error: "no visitor" });
    if (path === "POST /cart") {
      cart.push(JSON.parse(body).isbn);
      return answer(changed ? 200 : 201, { ok: true });
    }
    return answer(200, { visitor: "guest", items: cart });
  }).listen(port, "127.0.0.1");
  const sockets = new WebSocketServer({ server, path: "/stock" });
  sockets.on("connection", (socket, request) => {
    asked.push(`GET ${request.url}`);
    let left = 9;
    const tell = () => socket.send(JSON.stringify({ left }));
    tell();
    socket.on("message", message => {
      if (!JSON.parse(message).bought) return socket.close(1008);
      left -= changed ? 3 : 1;
      tell();
    });
  });
  await once(server, "listening");
  return {
    port: server.address().port,
    asked,
    close() {
      for (const socket of sockets.clients) socket.terminate();
      return closed(server);
    },
  };
}

/** Starts the server of the page. Call `close` at the end. */
export async function startPage(service) {
  const server = createServer((request, response) => {
    if (request.url !== "/") return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": "text/html" }).end(PAGE.replace("SERVICE", `http://127.0.0.1:${service}`));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: server.address().port, close: () => closed(server) };
}

async function closed(server) {
  const done = once(server, "close");
  server.close();
  server.closeAllConnections();
  await done;
}
