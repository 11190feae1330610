// Makes one call of each of gRPC's four kinds to grpc-server.js. Arguments: the port of the proxy or "none", the server's
// host:port and, for TLS, a PEM file of the CA to trust. Prints one line per call, and "done" at the end.
'use strict';
const fs = require('fs');
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const proto = grpc.loadPackageDefinition(loader.loadSync(path.join(__dirname, 'echo.proto'))).steno.test;
const [proxy, address, ca] = process.argv.slice(2);
for (const name of ['grpc_proxy', 'https_proxy', 'http_proxy', 'no_grpc_proxy', 'no_proxy', 'NO_PROXY']) {
  delete process.env[name];
}
if (proxy !== 'none') {
  process.env.grpc_proxy = 'http://127.0.0.1:' + proxy;
  process.env.no_grpc_proxy = '';
}
const credentials = ca ? grpc.credentials.createSsl(fs.readFileSync(ca)) : grpc.credentials.createInsecure();
const client = new proto.Echo(address, credentials);

function unary(text) {
  return new Promise(resolve => {
    const metadata = new grpc.Metadata();
    metadata.set('x-request', 'sent');
    let answered = '';
    const call = client.Unary({ text }, metadata, (error, answer) => {
      answered = error ? 'error ' + error.code + ' ' + error.details + ' ' + error.metadata.get('x-why') : answer.text;
    });
    call.on('status', status => setImmediate(() =>
      resolve(status.code === 0 ? answered + ' ' + status.code + ' ' + status.metadata.get('x-trailer') : answered)));
  });
}

function clientStream(pieces) {
  return new Promise((resolve, reject) => {
    const call = client.ClientStream((error, answer) => error ? reject(error) : resolve(answer.text));
    pieces.forEach(text => call.write({ text }));
    call.end();
  });
}

// Requests the next message only after it received the last one: if a message were buffered on the way, the call would hang.
function serverStream(count) {
  return new Promise((resolve, reject) => {
    const got = [];
    const call = client.ServerStream({ text: String(count) });
    call.on('data', piece => {
      got.push(piece.text);
      if (got.length < count) {
        client.ServerStream({ text: 'next' }).on('data', () => {}).on('error', reject);
      }
    });
    call.on('error', reject);
    call.on('end', () => resolve(got.join(', ')));
  });
}

// Sends the next message only after the response to the last one arrived.
function bidi(count) {
  return new Promise((resolve, reject) => {
    const call = client.Bidi();
    let at = 0;
    let last = '';
    call.on('data', piece => {
      last = piece.text;
      if (++at === count) {
        call.end();
      } else {
        call.write({ text: String(at) });
      }
    });
    call.on('error', reject);
    call.on('end', () => resolve(at + ' ' + last));
    call.write({ text: '0' });
  });
}

(async () => {
  console.log('unary: ' + await unary('hello'));
  console.log('failing: ' + await unary('fail'));
  console.log('large: ' + (await unary('x'.repeat(3000000))).length);
  console.log('client stream: ' + await clientStream(['a', 'b', 'c']));
  console.log('server stream: ' + await serverStream(5));
  console.log('bidi: ' + await bidi(50));
  console.log('done');
  client.close();
})().catch(error => { console.log('failed: ' + error); process.exit(1); });
