/** Positions and labels of axes. Pure functions: no DOM, no state. */

export interface Tick {
  at: number;
  label: string;
}

/** The smallest of 1, 2 and 5 times a power of ten that cuts `span` into at most `most` parts. */
export function niceStep(span: number, most: number): number {
  if (!(span > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(span / most));
  const found = [1, 2, 5, 10].find((factor) => span / (factor * power) <= most);
  return (found ?? 10) * power;
}

export function ticks(from: number, to: number, most: number): number[] {
  const step = niceStep(to - from, most);
  const all: number[] = [];
  for (let i = Math.ceil(from / step); i * step <= to; i++) all.push(i * step);
  return all;
}

/** Where `value` lies between `from` and `to` on a logarithmic axis, 0 to 1; values below `from` are at 0. */
export function logPosition(value: number, from: number, to: number): number {
  if (value <= from || to <= from) return 0;
  return Math.min(1, Math.log(value / from) / Math.log(to / from));
}

/** Powers of ten within an interval. */
export function decades(from: number, to: number): number[] {
  const all: number[] = [];
  for (let power = Math.ceil(Math.log10(from)); 10 ** power <= to; power++) all.push(10 ** power);
  return all;
}

/** Which of `levels` steps of a colour scale a count belongs to: 0 for none, else 1 to `levels`, logarithmic. */
export function heatLevel(count: number, most: number, levels: number): number {
  if (count <= 0) return 0;
  if (most <= 1) return levels;
  return Math.min(levels, 1 + Math.floor((Math.log(count) / Math.log(most)) * levels + 1e-9));
}

/** The smallest count of each level of {@link heatLevel}, for a legend. */
export function levelStarts(most: number, levels: number): number[] {
  return Array.from({ length: levels }, (_, i) => Math.max(1, Math.ceil(most ** (i / levels) - 1e-9)));
}

const TIME_STEPS = [
  1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 3e7, 6e7, 12e7, 3e8, 6e8, 18e8, 36e8, 72e8, 216e8,
  432e8, 864e8, 2 * 864e8, 7 * 864e8,
];

/** The width of a step of a time axis in µs, so that at most `most` fit into `span` µs. */
export function timeStep(span: number, most: number): number {
  return TIME_STEPS.find((step) => span / step <= most) ?? niceStep(span, most);
}

/** Ticks of a time axis (µs since the epoch), at round local times. */
export function timeTicks(from: number, to: number, most: number): Tick[] {
  const step = timeStep(to - from, most);
  const zone = new Date(from / 1000).getTimezoneOffset() * 6e7;
  const all: Tick[] = [];
  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to; at += step) {
    all.push({ at, label: timeLabel(at, step) });
  }
  return all;
}

const two = (value: number) => String(value).padStart(2, '0');

/** A local time, as exact as a step of `step` µs needs. */
export function timeLabel(micros: number, step: number): string {
  const date = new Date(Math.floor(micros / 1000));
  if (step >= 864e8) return `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const minutes = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (step >= 6e7) return minutes;
  const seconds = `${minutes}:${two(date.getSeconds())}`;
  return step >= 1e6 ? seconds : `${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
