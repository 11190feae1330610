// A site with a page that opens a WebSocket and an EventSource and posts what it had of both. Prints "port N", and "posted" with
// the report. A request for /slow gets a piece four times a second, for ever.
'use strict';
const http = require('http');
const { WebSocketServer } = require('ws');

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
const socket = new WebSocket('ws://' + location.host + '/socket');
socket.binaryType = 'arraybuffer';
socket.onopen = () => { socket.send('from the page'); socket.send(new Uint8Array(70000)); };
socket.onmessage = (event) => {
  had.push('message ' + (typeof event.data === 'string' ? event.data : event.data.byteLength));
  if (had.filter((each) => each.startsWith('message')).length === 2) { socket.close(4001, 'enough'); }
  report();
};
socket.onclose = (event) => { had.push('closed ' + event.code); report(); };
</script>`;

const server = http.createServer((request, response) => {
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
const sockets = new WebSocketServer({ server, path: '/socket', perMessageDeflate: { threshold: 0 } });
sockets.on('connection', (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })));
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
