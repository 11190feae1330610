// Selected flows as a side of a comparison.

/** Characters of numbers that a side may have: both fit into the head of a request. */
const MOST = 5000;

/** Returns the text of a side: its numbers, or the filter that shows it; null if the numbers are too many. */
export function sideOf(flows: { numbers: string } | { filter: string; markedOnly: boolean }): string | null {
  if ("numbers" in flows) return flows.numbers.length > MOST ? null : flows.numbers;
  const of = flows.filter.trim();
  if (!flows.markedOnly) return of;
  return of ? `(${of}) & ~marked` : "~marked";
}
