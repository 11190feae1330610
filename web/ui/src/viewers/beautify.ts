// Asks the worker that lays out JavaScript and CSS. One worker, ended when it takes too long: a text can be hostile.

interface Answer {
  readonly id: number;
  readonly text?: string;
  readonly problem?: string;
}

const LONGEST_MS = 20_000;

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, { resolve: (text: string) => void; reject: (error: Error) => void }>();

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string };
}

/** The address of the worker's file; the page's policy takes it from a trusted source alone. */
function address(): string {
  const url = new URL("./beautify-worker.js", import.meta.url).href;
  const trusted = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  return trusted ? trusted.createPolicy("steno-worker", { createScriptURL: () => url }).createScriptURL(url) : url;
}

let trustedAddress: string | undefined;

function start(): Worker {
  trustedAddress ??= address();
  const started = new Worker(trustedAddress, { type: "module" });
  started.onmessage = (event: MessageEvent<Answer>) => {
    const asked = waiting.get(event.data.id);
    waiting.delete(event.data.id);
    if (event.data.text === undefined) asked?.reject(new Error(`The text cannot be laid out: ${event.data.problem}`));
    else asked?.resolve(event.data.text);
  };
  started.onerror = () => stop("The worker that lays out text could not be started.");
  return started;
}

function stop(reason: string): void {
  worker?.terminate();
  worker = undefined;
  for (const asked of waiting.values()) asked.reject(new Error(reason));
  waiting.clear();
}

export function beautify(text: string, language: "js" | "css"): Promise<string> {
  worker ??= start();
  const id = ++last;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => stop("Laying out took more than 20 seconds and was ended."), LONGEST_MS);
    waiting.set(id, {
      resolve: answer => (clearTimeout(timer), resolve(answer)),
      reject: error => (clearTimeout(timer), reject(error)),
    });
    worker?.postMessage({ id, language, text });
  });
}
