// Numbers, sizes and times as a person reads them.

const WHOLE = new Intl.NumberFormat("en");
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });
const DAY = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });

export function count(value: number): string {
  return WHOLE.format(value);
}

/** A noun with its number: `1 flow`, `2 flows`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** Bytes by powers of 1,000, three digits: `812 B`, `4.1 kB`, `18 GB`. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : trim(value)} ${UNITS[unit]}`;
}

function trim(value: number): string {
  return value.toFixed(value < 9.95 ? 1 : 0).replace(/\.0$/, "");
}

/** Milliseconds: `0.4 ms`, `12 ms`, `1.2 s`, `3 min 05 s`. */
export function duration(ms: number | null): string {
  if (ms === null) return "";
  if (ms < 999.5) return `${ms < 9.95 ? trim(ms) : Math.round(ms)} ms`;
  if (ms < 59_950) return `${trim(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))} min`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

/** Local time of day of microseconds since the epoch: `14:03:22.118`. */
export function clock(micros: number): string {
  return CLOCK.format(micros / 1000);
}

/** Local day and time. */
export function dayAndClock(micros: number): string {
  return `${DAY.format(micros / 1000)} ${clock(micros)}`;
}

/** The same instant in UTC with microseconds (ISO 8601). */
export function utc(micros: number): string {
  const whole = new Date(Math.floor(micros / 1000)).toISOString().slice(0, -1);
  return `${whole}${String(Math.floor(micros % 1000)).padStart(3, "0")}Z`;
}

export function percent(share: number): string {
  return `${share > 0 && share < 0.01 ? "<1" : Math.floor(share * 100)} %`;
}

/** Bidi controls, zero-width and control characters as visible marks; the text is otherwise untouched. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]/g,
    character => mark(character.codePointAt(0) ?? 0),
  );
}

function mark(code: number): string {
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "␡" : `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
