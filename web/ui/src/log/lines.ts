/** The last lines of the log. Pure. */

export interface LogLine {
  n: number;
  time: string;
  level: string;
  subject: string;
  text: string;
}

export const MOST_LINES = 2000;

/** Levels from the least to the most severe; choosing one shows those above it as well. */
export const LEVELS = ["debug", "info", "warning", "error"] as const;
export type Level = (typeof LEVELS)[number];

export function severity(level: string): number {
  const small = level.toLowerCase();
  if (small.startsWith("warn")) return LEVELS.indexOf("warning");
  if (small === "trace" || small === "fine" || small === "finer") return 0;
  const at = LEVELS.indexOf(small as Level);
  return at < 0 ? LEVELS.indexOf("info") : at;
}

/** Appends lines and drops the oldest beyond 2,000; lines that are known are not added twice. */
export function appended(lines: LogLine[], more: LogLine[]): LogLine[] {
  const last = lines.at(-1)?.n ?? -1;
  const fresh = more.filter(line => line.n > last);
  return fresh.length ? [...lines, ...fresh].slice(-MOST_LINES) : lines;
}

export function matching(lines: LogLine[], level: Level, text: string): LogLine[] {
  const least = severity(level);
  const small = text.toLowerCase();
  return lines.filter(line => severity(line.level) >= least && (!small || `${line.subject} ${line.text}`.toLowerCase().includes(small)));
}

/** Lines as they are copied. */
export function asText(lines: LogLine[]): string {
  return lines.map(line => `${line.time} ${line.level} ${line.subject ? `${line.subject}: ` : ""}${line.text}\n`).join("");
}
