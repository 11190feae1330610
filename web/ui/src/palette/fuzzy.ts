/** Fuzzy search: the letters of the query, in order, in a text. Pure. */

export interface Match {
  score: number;
  /** The places of the letters in the text, ascending. */
  at: number[];
}

const START_OF_WORD = 8;
const NEXT_TO = 10;
const EXACT_CASE = 1;
const GAP = -0.2;

function startsWord(text: string, index: number): boolean {
  if (index === 0) return true;
  const before = text[index - 1] ?? "";
  const here = text[index] ?? "";
  return /[\s._\-/:@(]/.test(before) || (before === before.toLowerCase() && here !== here.toLowerCase());
}

/**
 * The best way to find the letters of `query` in `text`, ignoring case and the query's spaces; null if they do not
 * occur in this order. Letters that begin words, and letters side by side, count more.
 */
export function fuzzy(query: string, text: string): Match | null {
  const wanted = query.replace(/\s+/g, "");
  if (!wanted) return { score: 0, at: [] };
  const small = text.toLowerCase();
  const letters = wanted.toLowerCase();
  // best[j]: the best match of the first letters that ends at j
  let best: (Match | null)[] = [];
  for (let i = 0; i < letters.length; i++) {
    const next: (Match | null)[] = new Array(text.length).fill(null);
    let before: Match | null = i === 0 ? { score: 0, at: [] } : null;
    for (let j = 0; j < text.length; j++) {
      if (small[j] === letters[i] && (i === 0 || before || best[j - 1])) {
        const own = (startsWord(text, j) ? START_OF_WORD : 0) + (text[j] === wanted[i] ? EXACT_CASE : 0);
        const beside = i > 0 ? best[j - 1] : null;
        const far = before && { score: before.score + own, at: [...before.at, j] };
        const near = beside && { score: beside.score + own + NEXT_TO, at: [...beside.at, j] };
        next[j] = near && (!far || near.score >= far.score) ? near : far;
      }
      const ended = i > 0 ? (best[j] ?? null) : null;
      if (before && i > 0) before = { score: before.score + GAP, at: before.at };
      if (ended && (!before || ended.score > before.score)) before = ended;
    }
    best = next;
  }
  let found: Match | null = null;
  for (const match of best) if (match && (!found || match.score > found.score)) found = match;
  return found && { score: found.score - text.length * 0.01, at: found.at };
}

export interface Ranked<T> {
  item: T;
  at: number[];
}

/** The items that match, best first; those used recently come before equally good ones, and first without a query. */
export function rank<T>(query: string, items: T[], text: (item: T) => string, recent: (item: T) => number): Ranked<T>[] {
  return items
    .map((item, index) => ({ item, index, match: fuzzy(query, text(item)), recency: recent(item) }))
    .filter(each => each.match !== null)
    .map(each => ({ ...each, score: (each.match?.score ?? 0) + (each.recency >= 0 ? 6 / (1 + each.recency) : 0) }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(each => ({ item: each.item, at: each.match?.at ?? [] }));
}
