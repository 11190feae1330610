// What differs between flows, less what a person does not want to see.

export interface ComparedRow {
  readonly key: string;
  readonly values: readonly (string | null)[];
  readonly same: boolean;
}

export interface Comparison {
  readonly flows: readonly unknown[];
  readonly parts: readonly { readonly part: string; readonly note?: string; readonly omitted?: number; readonly rows: readonly ComparedRow[] }[];
}

export interface ShownRow extends ComparedRow {
  readonly state: "same" | "differs" | "ignored";
}

export interface ShownPart {
  readonly part: string;
  /** What should be known although it is no difference; empty if there is nothing. */
  readonly note: string;
  /** Rows that were left out since there are too many. */
  readonly omitted: number;
  readonly rows: readonly ShownRow[];
  readonly differences: number;
}

/** What changes with each request and says nothing. */
export const DEFAULT_IGNORED: readonly string[] = ["date", "age", "etag", "x-request-id", "x-amz-*", "cf-ray", "traceparent", "cookie", "set-cookie"];

export function compared(comparison: Comparison, ignored: readonly string[]): ShownPart[] {
  const ignore = ignored.map(patternOf);
  return comparison.parts.map(({ part, note = "", rows, omitted = 0 }) => {
    const shown = rows.map(row => ({ ...row, state: row.same ? "same" as const : ignore.some(pattern => pattern.test(row.key)) ? "ignored" as const : "differs" as const }));
    return { part, note, omitted, rows: shown, differences: shown.filter(row => row.state === "differs").length };
  });
}

/** A name with stars as an expression; case does not count, as in names of header fields. */
function patternOf(name: string): RegExp {
  return new RegExp(`^${name.split("*").map(piece => piece.replace(/[\\^$.+?()[\]{}|]/g, "\\$&")).join(".*")}$`, "i");
}
