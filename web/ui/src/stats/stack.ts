/** Buckets of a timeline as stacked bars. Pure. */
import { SERIES, type Series } from "../charts/palette";
import type { TimeBucket } from "./shapes";

export interface Segment {
  series: Series;
  from: number;
  to: number;
}

export function total(bucket: TimeBucket): number {
  return SERIES.reduce((sum, series) => sum + bucket[series], 0);
}

export function mostOf(buckets: TimeBucket[]): number {
  return buckets.reduce((most, bucket) => Math.max(most, total(bucket)), 0);
}

/** The segments of a bar from the bottom up; empty ones are left out. */
export function segments(bucket: TimeBucket): Segment[] {
  const all: Segment[] = [];
  let at = 0;
  for (const series of SERIES) {
    const flows = bucket[series];
    if (flows > 0) all.push({ series, from: at, to: at + flows });
    at += flows;
  }
  return all;
}

/** For uPlot, which draws lines: for each series from the bottom up, the sums up to and with it. */
export function cumulated(buckets: TimeBucket[]): number[][] {
  const sums = buckets.map(() => 0);
  return SERIES.map(series =>
    buckets.map((bucket, index) => {
      const sum = (sums[index] ?? 0) + bucket[series];
      sums[index] = sum;
      return sum;
    }),
  );
}
