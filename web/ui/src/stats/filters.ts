/** The filters that clicks on charts set: a condition added to the filter in force, which keeps its range of time. */
import { narrowed, withRange } from "../timeline/range";

/** Milliseconds as the filter language writes them, exact to a microsecond. */
export function durationText(ms: number): string {
  if (ms <= 0) return "0ms";
  return ms < 1 ? `${Math.round(ms * 1000)}us` : `${Number(ms.toFixed(3))}ms`;
}

/** The flows whose duration lies in an interval of milliseconds. */
export function durationFilter(filter: string, from: number, to: number): string {
  const low = from > 0 ? `duration >= ${durationText(from)} ` : "";
  return narrowed(filter, `${low}duration < ${durationText(to)}`);
}

/** The flows that started in a bucket of a timeline. */
export function bucketFilter(filter: string, t: number, step: number): string {
  return withRange(filter, { from: Math.round(t), to: Math.round(t + step) });
}

/** The flows of a cell of the heat map. */
export function cellFilter(filter: string, t: number, step: number, from: number, to: number): string {
  return withRange(durationFilter(filter, from, to), { from: Math.round(t), to: Math.round(t + step) });
}
