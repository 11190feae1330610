// Files on their way to Steno, one after the other. They go on while the sheet is closed; leaving the page ends them.
import { signal } from "@preact/signals";
import { ApiError, isAbort, upload } from "../api";
import { AS_USUAL, headersOf, paramsOf, toDo, type How } from "./how";

/** Into the recorded session, or read-only beside it. */
export type Way = "import" | "opened";

/** What was left out or changed, by cause. */
export interface Loss {
  cause: string;
  meaning: string;
  times: number;
  first: string;
}

export interface Answer {
  file: string;
  format: string;
  flows: number;
  damage: string | null;
  /** What may be asked for besides, by which the file gives more. */
  remedy?: string | null;
  losses: Loss[];
  /** Numbers between which the imported flows are. */
  from?: number;
  to?: number;
  /** Of a session that is open read-only. */
  id?: string;
}

export interface Job {
  id: number;
  file: File;
  way: Way;
  how: How;
  state: "chosen" | "waiting" | "sending" | "done" | "failed";
  /** Bytes that were sent. */
  sent: number;
  answer?: Answer;
  problem?: string;
  /** What may be asked for besides, so that the file is not refused. */
  remedy?: string | undefined;
}

export const jobs = signal<readonly Job[]>([]);

const aborts = new Map<number, AbortController>();
let last = 0;
let running = false;

/** Adds files, which wait for a decision. */
export function choose(files: readonly File[]): void {
  jobs.value = [...jobs.value, ...files.map(file => ({ id: ++last, file, way: "import" as const, how: AS_USUAL, state: "chosen" as const, sent: 0 }))];
}

function change(id: number, by: Partial<Job>): void {
  jobs.value = jobs.value.map(job => (job.id === id ? { ...job, ...by } : job));
}

export const isEnded = (job: Job): boolean => job.state === "done" || job.state === "failed";

/** Forgets all files that were read or refused. */
export function dropEnded(): void {
  jobs.value = jobs.value.filter(job => !isEnded(job));
}

/** Forgets a file, or ends its transfer; flows that were read by then stay. */
export function drop(job: Job): void {
  const abort = aborts.get(job.id);
  if (abort) abort.abort();
  else jobs.value = jobs.value.filter(each => each.id !== job.id);
}

/** Lets a file that was refused or is damaged wait for a decision again. */
export function again(job: Job): void {
  const { answer: _, problem: __, remedy: ___, ...rest } = job;
  jobs.value = jobs.value.map(each => (each.id === job.id ? { ...rest, state: "chosen", sent: 0 } : each));
}

/** Sends all files that were chosen. `done` is called after each that was read. */
export async function start(way: Way, how: How, done: (job: Job) => void): Promise<void> {
  jobs.value = jobs.value.map(job => (job.state === "chosen" ? { ...job, way, how, state: "waiting" } : job));
  if (running) return;
  running = true;
  addEventListener("beforeunload", warn);
  try {
    for (let next = waiting(); next; next = waiting()) await send(next, done);
  } finally {
    running = false;
    removeEventListener("beforeunload", warn);
  }
}

const waiting = (): Job | undefined => jobs.value.find(job => job.state === "waiting");

/** The browser asks whether to leave. */
function warn(event: Event): void {
  event.preventDefault();
}

async function send(job: Job, done: (job: Job) => void): Promise<void> {
  const abort = new AbortController();
  aborts.set(job.id, abort);
  change(job.id, { state: "sending", sent: 0 });
  try {
    const answer = await upload<Answer>(`/${job.way}`, { name: job.file.name, ...paramsOf(job.how) }, headersOf(job.how), job.file, sent => change(job.id, { sent }), abort.signal);
    change(job.id, { state: "done", answer });
  } catch (e) {
    change(job.id, { state: "failed", problem: problemOf(e, job.way), remedy: e instanceof ApiError ? e.problem.remedy : undefined });
  } finally {
    aborts.delete(job.id);
    change(job.id, { how: AS_USUAL }); // forgets a password
  }
  const ended = jobs.value.find(each => each.id === job.id);
  if (ended) done(ended);
}

/** A text that begins with the name of a file, which no capital may change, as a whole sentence. */
export function whole(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function problemOf(e: unknown, way: Way): string {
  if (isAbort(e)) return way === "import" ? "Cancelled; the flows that were read by then stay." : "Cancelled.";
  if (e instanceof ApiError && e.status === 0) return "The file could not be sent: Steno does not answer, or the file was changed or removed meanwhile.";
  if (e instanceof ApiError && e.problem.what && toDo(e.problem.remedy)) return `${whole(e.problem.what)} ${toDo(e.problem.remedy)}`;
  if (e instanceof ApiError && e.problem.detail) return whole(e.problem.detail);
  return e instanceof Error ? e.message : String(e);
}

const SESSION = "SQLite format 3\0";

/** Whether a file is a session of Steno, by its first bytes. */
export async function isSession(file: Blob): Promise<boolean> {
  try {
    return new TextDecoder("latin1").decode(await file.slice(0, SESSION.length).arrayBuffer()) === SESSION;
  } catch {
    return false; // it cannot be read; sending it says why
  }
}

/** The share of a file that was sent, from 0 to 1; an empty file is sent at once. */
export function share(job: Pick<Job, "sent"> & { file: Pick<File, "size"> }): number {
  return job.file.size === 0 ? 1 : Math.min(1, job.sent / job.file.size);
}

/** The filter that shows what was imported; null if nothing was. */
export function filterOf(answer: Answer): string | null {
  if (answer.flows === 0 || answer.from === undefined || answer.to === undefined) return null;
  return answer.from === answer.to ? `id = ${answer.from}` : `id >= ${answer.from} & id <= ${answer.to}`;
}
