// A PostgreSQL of a test's own at loopback, where one is installed: Debian's, the one of the tests in Java, or that of STENO_POSTGRES.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

const START_MS = 300_000;
const PAUSE_MS = 100;

/** Returns the folder of the programs; null if there is none. */
function programs() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    process.env.STENO_POSTGRES ?? "",
    ...versions.map(version => join(debian, version, "bin")),
    join(tmpdir(), `steno-test-postgres-18.0.0-${userInfo().username}`, "bin"),
  ];
  return places.find(place => place && existsSync(join(place, "initdb")) && existsSync(join(place, "postgres"))) ?? null;
}

/** Why no PostgreSQL can be started here; empty if one can. */
export function whyNoPostgres() {
  if (!programs()) return "no PostgreSQL is installed: apt-get install postgresql, or name the folder with initdb and postgres by STENO_POSTGRES";
  if (isRoot() && spawnSync("unshare", ["-U", "true"]).status !== 0) return "PostgreSQL does not run as root, and unshare -U does not work here";
  return "";
}

const isRoot = () => process.getuid?.() === 0;

/** As root, PostgreSQL runs in a user namespace in which it is not root. */
const words = (program, args) => (isRoot() ? ["unshare", ["-U", join(programs(), program), ...args]] : [join(programs(), program), args]);

/** Starts a server with an empty cluster; `url` is that of its database. Call `stop` at the end. */
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), "steno-e2e-postgres-"));
  const data = join(folder, "data");
  const made = spawnSync(...words("initdb", ["--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]), { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  let child;
  let ended;
  const start = async () => {
    child = spawn(...words("postgres", ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"]), { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", piece => void (output += piece));
    ended = once(child, "exit");
    for (const until = Date.now() + START_MS; !/ready to accept connections/.test(output) || !(await accepts(port)); ) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(`PostgreSQL did not start:\n${output}`);
      await new Promise(done => setTimeout(done, PAUSE_MS));
    }
  };
  await start();
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    /** Ends the server; `start` starts it again with what it had. */
    async pause() {
      child.kill("SIGINT"); // a fast shutdown: connections are ended
      await ended;
    },
    start,
    async stop() {
      child.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function accepts(port) {
  return new Promise(done => {
    const socket = connect(port, "127.0.0.1", () => done(true)).on("error", () => done(false));
    socket.on("connect", () => socket.end());
  });
}
