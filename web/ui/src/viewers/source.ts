/** Reads a body in pages by Range, keeps a few of them, and aborts reads that nothing waits for any more. */

export const PAGE = 64 * 1024;
const KEPT = 8;

/** How bytes are fetched: the answer to one Range request. */
export interface Ranged {
  readonly bytes: Uint8Array;
  /** The size of the whole; undefined while the server cannot know it. */
  readonly total: number | undefined;
}

export type Fetch = (from: number, to: number, signal: AbortSignal) => Promise<Ranged>;

export class ByteSource {
  private readonly pages = new Map<number, Uint8Array>();
  private readonly loading = new Map<number, AbortController>();
  private known: number;
  private exact: boolean;

  /**
   * @param size what is known of the size; more bytes than that may follow if it is not exact
   * @param changed called when a page arrived or the size became known
   */
  constructor(
    private readonly read: Fetch,
    size: number,
    exact: boolean,
    private readonly changed: () => void,
    private readonly failed: (error: unknown) => void,
  ) {
    this.known = size;
    this.exact = exact;
  }

  get size(): number {
    return this.known;
  }

  get sizeIsExact(): boolean {
    return this.exact;
  }

  /** The number of pages in memory. */
  get kept(): number {
    return this.pages.size;
  }

  /** The body grew: the last page is read again when it is wanted. */
  grown(size: number, exact: boolean): void {
    this.pages.delete(Math.floor(this.known / PAGE));
    this.known = Math.max(this.known, size);
    this.exact = exact;
    this.changed();
  }

  /** The bytes of a page if it is here. */
  page(number: number): Uint8Array | undefined {
    const bytes = this.pages.get(number);
    if (bytes !== undefined) {
      this.pages.delete(number); // the order of the map is the order of use
      this.pages.set(number, bytes);
    }
    return bytes;
  }

  byte(offset: number): number | undefined {
    return this.pages.get(Math.floor(offset / PAGE))?.[offset % PAGE];
  }

  /** The bytes from an offset if all of them are here; fewer at the end of the body. */
  slice(from: number, to: number): Uint8Array | undefined {
    const end = Math.min(to, this.known);
    if (end <= from) {
      return new Uint8Array(0);
    }
    const first = Math.floor(from / PAGE);
    const last = Math.floor((end - 1) / PAGE);
    if (first === last) {
      return this.page(first)?.subarray(from - first * PAGE, end - first * PAGE);
    }
    const whole = new Uint8Array(end - from);
    for (let number = first; number <= last; number++) {
      const bytes = this.page(number);
      if (bytes === undefined) {
        return undefined;
      }
      const start = Math.max(from, number * PAGE);
      whole.set(bytes.subarray(start - number * PAGE, Math.min(end, (number + 1) * PAGE) - number * PAGE), start - from);
    }
    return whole;
  }

  /** Asks for the pages of a range; reads of other pages are aborted, since only what is shown matters. */
  want(from: number, to: number): void {
    const first = Math.floor(Math.max(0, from) / PAGE);
    const last = Math.floor(Math.max(0, Math.min(to, this.exact ? this.known : to) - 1) / PAGE);
    for (const [number, controller] of this.loading) {
      if (number < first || number > last) {
        controller.abort();
        this.loading.delete(number);
      }
    }
    for (let number = first; number <= last && number < first + KEPT; number++) {
      if (!this.pages.has(number) && !this.loading.has(number) && (number * PAGE < this.known || !this.exact)) {
        void this.load(number);
      }
    }
  }

  private async load(number: number): Promise<void> {
    const controller = new AbortController();
    this.loading.set(number, controller);
    try {
      const answer = await this.read(number * PAGE, (number + 1) * PAGE, controller.signal);
      if (controller.signal.aborted) {
        return;
      }
      this.pages.set(number, answer.bytes);
      for (const oldest of this.pages.keys()) {
        if (this.pages.size <= KEPT) {
          break;
        }
        this.pages.delete(oldest);
      }
      this.learn(number, answer);
      this.loading.delete(number);
      this.changed();
    } catch (error) {
      if (!controller.signal.aborted) {
        this.loading.delete(number);
        this.failed(error);
      }
    }
  }

  private learn(number: number, answer: Ranged): void {
    if (answer.total !== undefined) {
      this.known = answer.total;
      this.exact = true;
    } else if (!this.exact) {
      const end = number * PAGE + answer.bytes.length;
      if (answer.bytes.length < PAGE) {
        this.known = end;
        // an empty page is beyond the end, which may be anywhere before it
        this.exact = answer.bytes.length > 0 || number === 0 || this.pages.get(number - 1)?.length === PAGE;
      } else {
        this.known = Math.max(this.known, end + PAGE);
      }
    }
  }

  /** Aborts everything; the source is not used afterwards. */
  close(): void {
    for (const controller of this.loading.values()) {
      controller.abort();
    }
    this.loading.clear();
    this.pages.clear();
  }
}
