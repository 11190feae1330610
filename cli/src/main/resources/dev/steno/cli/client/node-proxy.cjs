// Loaded by Node.js before a program (--require), so that versions that ignore the variables for proxies use the one that
// https_proxy names. Each connection of node:http, node:https, fetch and the package undici begins with a CONNECT request.
// Programs with agents of their own are covered too, since agents inherit what is replaced here.
'use strict';

(() => {
  const named = process.env.https_proxy || process.env.HTTPS_PROXY;
  // from 22.21 and 24.5 on, Node.js does this itself (NODE_USE_ENV_PROXY)
  if (!named || process.allowedNodeEnvironmentFlags.has('--use-env-proxy')) {
    return;
  }
  const net = require('node:net');
  const tls = require('node:tls');
  const http = require('node:http');
  const https = require('node:https');
  const Module = require('node:module');

  const proxy = new URL(named);
  const proxyHost = proxy.hostname.replace(/^\[|\]$/g, '');
  const proxyPort = Number(proxy.port || 80);

  const isProxy = (host, port) => host === proxyHost && Number(port) === proxyPort;

  // Connects to a server through the proxy; done(error, socket) is called once.
  function tunnel(host, port, done) {
    const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const socket = net.connect({ host: proxyHost, port: proxyPort });
    let head = Buffer.alloc(0);
    const fail = (error) => {
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.destroy();
      done(error);
    };
    const ended = () => fail(new Error(`the proxy ${proxy.host} closed the connection during CONNECT ${authority}`));
    // read on demand: what follows the head belongs to the server and stays in the socket
    const read = () => {
      for (let piece = socket.read(); piece !== null; piece = socket.read()) {
        head = Buffer.concat([head, piece]);
        const end = head.indexOf('\r\n\r\n');
        if (end >= 0) {
          const status = head.toString('latin1', 0, head.indexOf('\r\n'));
          if (!/^HTTP\/1\.[01] 2[0-9][0-9]/.test(status)) {
            return fail(new Error(`the proxy ${proxy.host} answered CONNECT ${authority} with ${status}`));
          }
          socket.removeListener('readable', read);
          socket.removeListener('error', fail);
          socket.removeListener('end', ended);
          if (head.length > end + 4) {
            socket.unshift(head.subarray(end + 4));
          }
          return done(null, socket);
        }
        if (head.length > 65536) {
          return fail(new Error(`the proxy ${proxy.host} answered CONNECT ${authority} with too long a head`));
        }
      }
    };
    socket.on('readable', read);
    socket.once('error', fail);
    socket.once('end', ended);
    const credentials = proxy.username
      ? `Proxy-Authorization: Basic ${Buffer.from(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`).toString('base64')}\r\n`
      : '';
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: node/${process.version}\r\n${credentials}\r\n`);
  }

  // node:http and node:https, with any agent
  function replace(Agent, defaultPort, secure) {
    const direct = Agent.prototype.createConnection;
    Agent.prototype.createConnection = function (options, created) {
      const host = options && (options.host || options.hostname || 'localhost');
      const port = options && (options.port || defaultPort);
      if (!options || typeof options !== 'object' || options.socketPath || options.socket || isProxy(host, port) || !created) {
        return direct.apply(this, arguments);
      }
      tunnel(host, port, (error, socket) => {
        if (error) {
          created(error);
        } else {
          created(null, secure ? direct.call(this, { ...options, socket }) : socket);
        }
      });
      return undefined;
    };
  }
  replace(http.Agent, 80, false);
  replace(https.Agent, 443, true);

  // The function by which undici, and with it fetch, makes connections.
  function connect(options, done) {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const secure = options.protocol === 'https:';
    tunnel(host, options.port || (secure ? 443 : 80), (error, socket) => {
      if (error || !secure) {
        return done(error, socket);
      }
      const servername = options.servername || (net.isIP(host) ? '' : host);
      const secured = tls.connect({ socket, servername, ALPNProtocols: ['http/1.1'] });
      secured.once('error', done);
      secured.once('secureConnect', () => {
        secured.removeListener('error', done);
        done(null, secured);
      });
    });
  }

  // undici's parts keep their dispatcher under a name that all its versions share.
  const dispatcher = Symbol.for('undici.globalDispatcher.1');
  const fetchOfNode = globalThis.fetch;
  if (fetchOfNode) {
    let ready = false;
    globalThis.fetch = function fetch(input, init) {
      if (!ready) {
        ready = true;
        // Node.js loads undici with its first use, and only its dispatcher leads to the class
        void globalThis.Headers;
        const before = globalThis[dispatcher];
        if (before && before.constructor.name === 'Agent') {
          globalThis[dispatcher] = new before.constructor({ connect });
        }
      }
      return fetchOfNode.call(this, input, init);
    };
  }

  // the package undici, whatever its version
  const load = Module._load;
  Module._load = function (request) {
    const loaded = load.apply(this, arguments);
    if (/(^|[\\/])undici([\\/]index\.js)?$/.test(request) && loaded && loaded.setGlobalDispatcher && !loaded[proxied]) {
      Object.defineProperty(loaded, proxied, { value: true });
      loaded.setGlobalDispatcher(new loaded.Agent({ connect }));
    }
    return loaded;
  };
  const proxied = Symbol('uses the proxy');
})();
