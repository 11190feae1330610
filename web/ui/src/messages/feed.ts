// Brings the window of messages up to date: by the live channel, or by pages if a filter is set.
import { signal } from "@preact/signals";
import { get, isAbort } from "../api";
import { onMessage, onOpen, send, type Message } from "../live";
import type { MessageRow } from "./rows";
import { type Frame, pauseAfter, Ranks, type Wanted } from "./window";
import { type FlowId, NO_FLOW } from "../flowid";

export interface MessageFilter {
  readonly text: string;
  readonly direction: string;
  readonly kind: string;
}

export const NO_FILTER: MessageFilter = { text: "", direction: "", kind: "" };

/** The least time between two pages that are read because messages came, in milliseconds. */
const PACE_MS = 500;

/** The feed whose messages the live channel sends: a channel has one subscription. */
let subscriber: MessageFeed | null = null;

export class MessageFeed {
  readonly ranks = new Ranks();
  /** Counts up at each change. */
  readonly changed = signal(0);
  readonly error = signal<unknown>(null);
  /** Whether more messages may match than those that are counted. */
  readonly searching = signal(false);
  /** The number of messages without the filter. */
  readonly total = signal(0);
  private wanted: Wanted = { from: 0, count: 60, tail: true };
  private filter = NO_FILTER;
  private controller: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ackTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly ends: (() => void)[];

  constructor(readonly flow: FlowId) {
    this.ends = [onOpen(() => this.subscribe()), onMessage<Message & Frame>("m", frame => this.take(frame))];
    this.read(); // shown without the live channel as well
  }

  get filtered(): boolean {
    return this.filter.text !== "" || this.filter.direction !== "" || this.filter.kind !== "";
  }

  want(wanted: Wanted): void {
    const same = wanted.from === this.wanted.from && wanted.count === this.wanted.count && wanted.tail === this.wanted.tail;
    this.wanted = wanted;
    if (same || (this.filtered && this.ranks.has(wanted) && !wanted.tail)) return;
    if (this.filtered) this.read();
    else if (!this.subscribe()) this.read();
  }

  filterBy(filter: MessageFilter): void {
    this.filter = filter;
    this.ranks.clear();
    this.wanted = { ...this.wanted, from: 0 };
    this.changed.value++;
    this.subscribe();
    this.read();
  }

  private subscribe(): boolean {
    subscriber = this;
    const { from, count, tail } = this.filtered ? { from: 0, count: 1, tail: true } : this.wanted;
    return send({ t: "msgs", flow: this.flow, from, count, tail });
  }

  private take(frame: Frame): void {
    if (frame.flow !== this.flow) return;
    this.total.value = frame.size;
    let share = 0;
    if (this.filtered) this.later();
    else {
      share = this.ranks.take(frame.size, frame.from, frame.rows);
      this.error.value = null;
      this.changed.value++;
    }
    requestAnimationFrame(() => {
      this.ackTimer = setTimeout(() => send({ t: "ack", m: frame.n }), pauseAfter(share));
    });
  }

  private later(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.read();
    }, PACE_MS);
  }

  private read(): void {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    const { text, direction, kind } = this.filter;
    const { from, count, tail } = this.wanted;
    const params = { from, limit: count, tail, filter: text || undefined, direction: direction || undefined, kind: kind || undefined };
    get<{ size: number; from: number; searched?: number; of?: number; rows: readonly MessageRow[] }>(`/flows/${this.flow}/messages`, params, controller.signal)
      .then(page => {
        if (!this.filtered) this.total.value = page.size;
        this.ranks.take(page.size, page.from, page.rows);
        this.searching.value = (page.searched ?? 0) < (page.of ?? 0);
        if (this.searching.value) this.later(); // the server searches on from where it was
        this.error.value = null;
        this.changed.value++;
      })
      .catch((reason: unknown) => void (isAbort(reason) || (this.error.value = reason)));
  }

  close(): void {
    for (const end of this.ends) end();
    clearTimeout(this.timer);
    clearTimeout(this.ackTimer);
    this.controller?.abort();
    if (subscriber !== this) return; // the list of the next flow has begun
    subscriber = null;
    send({ t: "msgs", flow: NO_FLOW, from: 0, count: 0, tail: false });
  }
}
