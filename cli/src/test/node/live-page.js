// A site with a page that opens a WebSocket and an EventSource and posts a report of what it received from both. Prints "port N",
// "posted" with the report, and "socket VERSION" for each WebSocket. The response to /slow never ends: a chunk four times a second.
// With TLS=FOLDER it uses HTTPS, with leaf.pem and leaf-key.pem in that folder, and offers HTTP/2 unless HTTP2=0. With EXTENDED=1,
// WebSockets use streams of HTTP/2 (RFC 8441); otherwise they need a connection of HTTP/1.1.
'use strict';
const fs = require('fs');
const http = require('http');
const http2 = require('http2');
const https = require('https');
const path = require('path');
const { WebSocket, WebSocketServer } = require('ws');
const inside = path.join(path.dirname(require.resolve('ws/package.json')), 'lib');
const extension = require(path.join(inside, 'extension'));
const PerMessageDeflate = require(path.join(inside, 'permessage-deflate'));

const PAGE = `<!doctype html><title>live</title><script>
const had = [];
function report() {
  if (had.length === 6) {
    fetch('/report', { method: 'POST', body: had.sort().join(', ') });
  }
}
const events = new EventSource('/events');
events.onmessage = (event) => {
  had.push('event ' + event.data);
  if (event.data === '3') { events.close(); }
  report();
};
const socket = new WebSocket(location.protocol.replace('http', 'ws') + '//' + location.host + '/socket');
socket.binaryType = 'arraybuffer';
socket.onopen = () => { socket.send('from the page'); socket.send(new Uint8Array(70000)); };
socket.onmessage = (event) => {
  had.push('message ' + (typeof event.data === 'string' ? event.data : event.data.byteLength));
  if (had.filter((each) => each.startsWith('message')).length === 2) { socket.close(4001, 'enough'); }
  report();
};
socket.onclose = (event) => { had.push('closed ' + event.code); report(); };
</script>`;

function secure(folder) {
  const identity = { cert: fs.readFileSync(folder + '/leaf.pem'), key: fs.readFileSync(folder + '/leaf-key.pem') };
  return process.env.HTTP2 === '0'
    ? https.createServer(identity)
    : http2.createSecureServer(
      { ...identity, allowHTTP1: true, settings: { enableConnectProtocol: process.env.EXTENDED === '1' } });
}

const server = process.env.TLS ? secure(process.env.TLS) : http.createServer();
server.on('request', (request, response) => {
  if (request.url === '/') {
    response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
  } else if (request.url === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let count = 0;
    const timer = setInterval(() => {
      response.write('data: ' + ++count + '\n\n');
      if (count === 3) { clearInterval(timer); }
    }, 100);
    response.on('close', () => clearInterval(timer));
  } else if (request.url === '/slow') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let count = 0;
    const timer = setInterval(() => response.write('data: ' + ++count + '\n\n'), 250);
    response.on('close', () => clearInterval(timer));
  } else if (request.url === '/report') {
    let body = '';
    request.on('data', (data) => { body += data; });
    request.on('end', () => { response.end(); console.log('posted ' + body); });
  } else {
    response.writeHead(404).end();
  }
});

function echo(socket, version) {
  console.log('socket ' + version);
  socket.on('message', (data, binary) => socket.send(data, { binary }));
}

const sockets = new WebSocketServer({ server, path: '/socket', perMessageDeflate: { threshold: 0 } });
sockets.on('connection', (socket) => echo(socket, '1.1'));

// The ws package supports the handshake of HTTP/1.1 only. On a stream of HTTP/2, the frames are the same.
server.on('connect', (request) => {
  const { stream, headers } = request;
  if (headers[':protocol'] !== 'websocket') {
    stream.close();
    return;
  }
  const deflate = new PerMessageDeflate({ threshold: 0, isServer: true });
  deflate.accept(extension.parse(headers['sec-websocket-extensions'])[PerMessageDeflate.extensionName]);
  const agreed = { [PerMessageDeflate.extensionName]: [deflate.params] };
  stream.respond({ ':status': 200, 'sec-websocket-extensions': extension.format(agreed) });
  const socket = new WebSocket(null, undefined, {});
  socket._isServer = true;
  socket._extensions = { [PerMessageDeflate.extensionName]: deflate };
  socket.setSocket(stream, Buffer.alloc(0), { maxPayload: 1 << 20, skipUTF8Validation: false, allowSynchronousEvents: true });
  echo(socket, '2');
});
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
