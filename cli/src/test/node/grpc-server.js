// A gRPC server with a method of each of the four kinds. Arguments: PEM files of the key and the certificates for TLS, or none for h2c.
// Prints "port N", then what it receives.
'use strict';
const fs = require('fs');
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const proto = grpc.loadPackageDefinition(loader.loadSync(path.join(__dirname, 'echo.proto'))).steno.test;

function unary(call, done) {
  if (call.request.text === 'fail') {
    const trailer = new grpc.Metadata();
    trailer.set('x-why', 'asked to');
    done({ code: grpc.status.FAILED_PRECONDITION, details: 'it was asked to fail', metadata: trailer });
    return;
  }
  const trailer = new grpc.Metadata();
  trailer.set('x-trailer', call.metadata.get('x-request')[0] || 'none');
  done(null, { text: call.request.text }, trailer);
}

function clientStream(call, done) {
  const all = [];
  call.on('data', piece => all.push(piece.text));
  call.on('end', () => done(null, { text: all.join('+') }));
}

// Sends the next message only after the client confirmed the last one by another call.
const waiting = [];
function serverStream(call) {
  if (call.request.text === 'next') {
    waiting.shift()();
    call.end();
    return;
  }
  let left = Number(call.request.text);
  const step = () => {
    call.write({ text: 'piece ' + left });
    if (--left === 0) {
      call.end();
    } else {
      waiting.push(step);
    }
  };
  step();
}

function bidi(call) {
  call.on('data', piece => call.write({ text: 'pong ' + piece.text }));
  call.on('end', () => call.end());
}

const server = new grpc.Server();
server.addService(proto.Echo.service, { Unary: unary, ClientStream: clientStream, ServerStream: serverStream, Bidi: bidi });
const [key, chain] = process.argv.slice(2);
const credentials = key
  ? grpc.ServerCredentials.createSsl(null, [{ private_key: fs.readFileSync(key), cert_chain: fs.readFileSync(chain) }])
  : grpc.ServerCredentials.createInsecure();
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) throw error;
  console.log('port ' + port);
});
