// Slow machines on purpose: STENO_E2E_SLOW=N makes the browser's processor N times slower, STENO_E2E_LATE=MS makes each answer of
// the API, each message of the live channel and each part of the page come up to MS later, by chance.
const SLOWER = Number(process.env.STENO_E2E_SLOW ?? 1);
const LATE_MS = Number(process.env.STENO_E2E_LATE ?? 0);

/** Makes what the pages of a context are told late; to be called before its first page. */
export async function delay(context) {
  if (!LATE_MS) return;
  await context.addInitScript(late, LATE_MS);
  await context.route(/\/ui\/.*\.(js|css)/, async route => {
    await new Promise(done => setTimeout(done, Math.random() * LATE_MS));
    await route.continue().catch(() => undefined); // the page has gone
  });
}

/** Runs in the page: requests and responses are late, in any order; messages of a socket stay in theirs. */
function late(most) {
  const pause = () => new Promise(done => setTimeout(done, Math.random() * most));
  const plain = window.fetch;
  window.fetch = async (what, how) => {
    await pause();
    const answer = await plain(what, how);
    await pause();
    how?.signal?.throwIfAborted();
    return answer;
  };
  window.WebSocket = class extends WebSocket {
    #before = Promise.resolve();
    set onmessage(listener) {
      super.onmessage = event => void (this.#before = this.#before.then(pause).then(() => listener.call(this, event)));
    }
  };
}

export async function newPage(context) {
  const page = await context.newPage();
  if (SLOWER > 1) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  return page;
}
