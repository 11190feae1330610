// Peers for messages that are held. As a server: prints "port N", echoes requests as "METHOD PATH NOTE BODY", sends one event with the
// query of /held/events, echoes messages of WebSockets, and has a page at / that does all of it and posts a report, which it prints.
// As a client ("ws URL PROXY WORD..."): sends the words, and prints "got" with each message and "closed" with the code.
'use strict';
const http = require('http');
const { WebSocket, WebSocketServer } = require('ws');

const PAGE = `<!doctype html><title>held</title><script>
const text = (path, how) => fetch(path, how).then((answer) => answer.text().then((body) => answer.status + ' ' + body), () => 'failed');
const event = (path) => new Promise((done) => {
  const events = new EventSource(path);
  events.onmessage = (told) => { events.close(); done('event ' + told.data); };
});
const talk = () => new Promise((done) => {
  const socket = new WebSocket('ws://' + location.host + '/socket');
  const got = [];
  socket.onopen = () => ['one', 'two', 'three'].forEach((word) => socket.send(word));
  socket.onmessage = (told) => { got.push(told.data); };
  socket.onclose = (told) => done('socket ' + got.join(' ') + ' ' + told.code);
});
(async () => {
  const had = [
    await text('/held/edit', { method: 'POST', body: 'user=ann' }),
    await text('/held/resume'),
    (await text('/held/drop')).slice(0, 3),
    await text('/held/kill', { method: 'POST' }),
    await text('/held/answer'),
    await event('/held/events?from=page'),
    await talk(),
  ];
  fetch('/report', { method: 'POST', body: had.join(', ') });
})();
</script>`;

function serve() {
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (data) => { body += data; });
    request.on('end', () => {
      if (request.url === '/') {
        response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
      } else if (request.url.startsWith('/held/events')) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: ' + request.url.split('=')[1] + '\n\n');
      } else if (request.url === '/report') {
        response.end();
        console.log('posted ' + body);
      } else {
        response.end([request.method, request.url, request.headers['x-note'] || '-', body].join(' ').trim());
      }
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })));
  server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
}

function talk(url, proxy, words) {
  const [host, port] = proxy.split(':');
  http.request({ host, port, method: 'CONNECT', path: new URL(url).host }).on('connect', (response, tunnel) => {
    const socket = new WebSocket(url, { createConnection: () => tunnel });
    socket.on('open', () => words.forEach((word) => socket.send(word)));
    socket.on('message', (data) => console.log('got ' + data));
    socket.on('error', (error) => console.log('error ' + error.message));
    socket.on('close', (code) => console.log('closed ' + code));
  }).end();
}

if (process.argv[2] === 'ws') {
  talk(process.argv[3], process.argv[4], process.argv.slice(5));
} else {
  serve();
}
