// Finds in a text that is here as a whole.

export interface Pattern {
  readonly text: string;
  readonly regex: boolean;
}

/** Upper bound on the matches that are counted. */
export const MOST = 10_000;

/** The expression for a pattern; without regard to case, as the server's find has it. Null if it is malformed. */
export function expressionOf(pattern: Pattern): RegExp | null {
  if (pattern.text === "") return null;
  try {
    return new RegExp(pattern.regex ? pattern.text : pattern.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
  } catch {
    return null;
  }
}

/** The offsets of matches: begin and end in turn. */
export function matchesIn(text: string, expression: RegExp): number[] {
  const found: number[] = [];
  for (const match of text.matchAll(expression)) {
    if (match[0] === "") continue;
    found.push(match.index, match.index + match[0].length);
    if (found.length >= 2 * MOST) break;
  }
  return found;
}

/** The index of the first match that ends behind an offset, by halving. */
export function firstAfter(found: readonly number[], offset: number): number {
  let low = 0;
  let high = found.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (found[2 * middle + 1]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
