/**
 * A brushed range of time as part of a filter. The range is the last two terms, `started >= A started < B`: terms side
 * by side bind weakest, so the filter before them needs no parentheses.
 */

export interface TimeRange {
  /** µs since the epoch, included. */
  from: number;
  /** µs since the epoch, excluded. */
  to: number;
}

const TIME = String.raw`(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z)`;
const RANGE = new RegExp(String.raw`(?:^|\s+)started >= ${TIME} started < ${TIME}\s*$`);

/** A time in UTC, with as many digits as it needs. */
export function isoTime(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  const rest = Math.round(micros - seconds * 1e6);
  const fraction = rest === 0 ? "" : `.${String(rest).padStart(6, "0").replace(/0+$/, "")}`;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}

export function parseTime(text: string): number {
  const match = /^(.*?)(?:\.(\d+))?Z$/.exec(text);
  if (!match) return Number.NaN;
  const fraction = (match[2] ?? "").padEnd(6, "0").slice(0, 6);
  return Date.parse(`${match[1]}Z`) * 1000 + Number(fraction);
}

export function rangeOf(filter: string): TimeRange | null {
  const match = RANGE.exec(filter);
  if (!match) return null;
  return { from: parseTime(match[1] ?? ""), to: parseTime(match[2] ?? "") };
}

export function withoutRange(filter: string): string {
  return filter.replace(RANGE, "");
}

export function withRange(filter: string, range: TimeRange | null): string {
  const rest = withoutRange(filter);
  if (!range) return rest;
  const terms = `started >= ${isoTime(range.from)} started < ${isoTime(range.to)}`;
  return rest ? `${rest} ${terms}` : terms;
}

/** A filter and one more condition that both must hold; a range stays at the end. */
export function narrowed(filter: string, condition: string): string {
  const rest = withoutRange(filter).trim();
  const both = rest && rest !== condition ? `${rest} ${condition}` : condition;
  return withRange(both, rangeOf(filter));
}
