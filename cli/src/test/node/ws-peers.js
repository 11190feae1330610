// WebSocket peers made with the ws package. As a server: prints "port N", echoes messages, obeys those that are commands, and prints
// what it received at each close. As a client ("client URL [PROXY]", options in the environment): prints "done" and what it received. As a listener
// ("listen URL PROXY [TEXT]"): sends the text, and prints what it hears until the server closes.
'use strict';
const http = require('http');
const { WebSocket, WebSocketServer } = require('ws');

const deflate = process.env.DEFLATE === '1';
const perMessageDeflate = deflate
  ? { threshold: 0, serverNoContextTakeover: process.env.TAKEOVER === '0', clientNoContextTakeover: process.env.TAKEOVER === '0' }
  : false;

function serve() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate, maxPayload: 64 << 20 });
  server.on('listening', () => console.log('port ' + server.address().port));
  server.on('connection', (socket) => {
    socket.on('message', (data, binary) => {
      const text = binary ? '' : data.toString();
      if (text === 'close me') {
        socket.close(4000, 'as you wish \u00fc');
      } else if (text === 'leave') {
        socket.terminate();
      } else if (text === 'count for me') {
        [1, 2, 3].forEach((number) => setTimeout(() => socket.send('number ' + number), 100 * number));
        setTimeout(() => socket.close(4001, 'enough'), 400);
      } else if (text === 'ping me') {
        socket.ping('p');
      } else {
        socket.send(data, { binary });
      }
    });
    socket.on('pong', () => socket.send('ponged'));
    socket.on('error', (error) => console.log('error ' + error.message));
  });
}

// Opens a tunnel with CONNECT, as a browser does for ws: URLs through a proxy.
function connect(url, proxy) {
  const target = new URL(url);
  const [host, port] = proxy.split(':');
  return new Promise((resolve, reject) => {
    http.request({ host, port, method: 'CONNECT', path: target.host })
      .on('connect', (response, socket) => resolve(socket))
      .on('error', reject)
      .end();
  });
}

async function client(url, proxy) {
  const tunnel = proxy ? await connect(url, proxy) : null;
  const through = tunnel ? { createConnection: () => tunnel } : {};
  const peer = new WebSocket(url, { perMessageDeflate, maxPayload: 64 << 20, ...through });
  const received = [];
  const next = () => new Promise((resolve) => peer.once('message', (data, binary) => resolve({ data, binary })));
  peer.on('error', (error) => console.log('error ' + error.message));
  await new Promise((resolve) => peer.once('open', resolve));
  console.log('extensions ' + (peer.extensions || 'none'));
  async function echo(data, options) {
    const answer = next();
    peer.send(data, options);
    const got = await answer;
    if (!Buffer.from(data).equals(got.data)) {
      throw new Error('the echo of ' + data.length + ' bytes differs');
    }
    received.push(got.binary ? 'binary' : 'text');
  }
  await echo('hello \u00fc');
  await echo('hello \u00fc again, hello \u00fc again');
  await echo(Buffer.from([0, 1, 2, 255]), { binary: true });
  await echo('');
  const large = Buffer.alloc(3 << 20, 'large message ');
  await echo(large, { binary: true });
  const answer = next();
  peer.send('frag', { fin: false });
  peer.ping('between');
  peer.send('men', { fin: false });
  peer.send('ted', { fin: true });
  const whole = await answer;
  received.push(whole.data.toString());
  const ponged = next();
  peer.send('ping me');
  received.push((await ponged).data.toString());
  const count = Number(process.env.MANY || 0);
  const began = process.hrtime.bigint();
  for (let i = 0; i < count; i++) {
    peer.send('small ' + i);
  }
  let back = 0;
  if (count > 0) {
    await new Promise((resolve) => peer.on('message', () => ++back === count && resolve()));
    console.log('many ' + Number(process.hrtime.bigint() - began) / 1e6);
  }
  const closed = new Promise((resolve) => peer.once('close', (code, reason) => resolve(code + ' ' + reason)));
  if (process.env.END === 'hold') {
    console.log('holding');
    setInterval(() => {}, 1000);
    return;
  }
  peer.send(process.env.END || 'close me');
  received.push(await closed);
  console.log('done ' + received.join(', '));
}

// Prints what the server says until it closes, and after how many milliseconds it said the last.
async function listen(url, proxy, words) {
  const tunnel = await connect(url, proxy);
  const peer = new WebSocket(url, { perMessageDeflate, createConnection: () => tunnel });
  const received = [];
  const began = Date.now();
  peer.on('error', (error) => console.log('error ' + error.message));
  peer.on('open', () => words && peer.send(words));
  peer.on('message', (data) => received.push(data.toString()));
  peer.on('close', (code, reason) => {
    console.log('heard ' + received.join(', ') + ', ' + code + ' ' + reason);
    console.log('after ' + (Date.now() - began));
  });
}

if (process.argv[2] === 'listen') {
  listen(process.argv[3], process.argv[4], process.argv[5]);
} else if (process.argv[2] === 'client') {
  client(process.argv[3], process.argv[4]).catch((error) => {
    console.log('failed ' + error.stack);
    process.exitCode = 1;
  });
} else {
  serve();
}
