// Find in a body: on the server by offsets of bytes, or in a text that is here. One search at a time; a newer one ends it.
import { useEffect, useMemo, useState } from "preact/hooks";
import { isAbort } from "../api";
import { type BodyPlace, find, samePlace } from "./bodysource";
import { expressionOf, matchesIn, MOST, type Pattern } from "./matches";

export interface Found {
  /** Begin and end of each match in turn; in bytes if the server found them. */
  readonly ranges: readonly number[];
  readonly status: string;
}

const NOTHING: Found = { ranges: [], status: "" };
const LIMIT = 1_000;
const PAUSE_MS = 150;

export function useTextFind(text: string | undefined, pattern: Pattern | null): Found {
  return useMemo(() => {
    if (text === undefined || pattern === null || pattern.text === "") return NOTHING;
    const expression = expressionOf(pattern);
    if (expression === null) return { ranges: [], status: "not a regular expression" };
    const ranges = matchesIn(text, expression);
    return { ranges, status: said(ranges.length / 2, ranges.length / 2 >= MOST) };
  }, [text, pattern?.text, pattern?.regex]);
}

export function useServerFind(place: BodyPlace, pattern: Pattern | null, asPassed: boolean, active: boolean): Found {
  const [found, setFound] = useState<Found>(NOTHING);
  const here = samePlace(place);
  useEffect(() => {
    setFound(NOTHING);
    if (!active || pattern === null || pattern.text === "") return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => void search(place, pattern, asPassed, controller.signal, setFound), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [here, pattern?.text, pattern?.regex, asPassed, active]);
  return found;
}

async function search(place: BodyPlace, pattern: Pattern, asPassed: boolean, signal: AbortSignal, tell: (found: Found) => void): Promise<void> {
  const ranges: number[] = [];
  let told = 0;
  tell({ ranges, status: "searching…" });
  try {
    for await (const hit of find(place, pattern.text, pattern.regex, asPassed, LIMIT, signal)) {
      if (hit.stopped) {
        tell({ ranges, status: `${said(ranges.length / 2, false)}; the search ended at byte ${hit.offset.toLocaleString("en")} after its time` });
        return;
      }
      ranges.push(hit.offset, hit.offset + hit.length);
      const now = performance.now();
      if (ranges.length === 2 || now - told > 100) {
        told = now;
        tell({ ranges: [...ranges], status: `${ranges.length / 2}, searching…` });
      }
    }
    tell({ ranges, status: said(ranges.length / 2, ranges.length / 2 >= LIMIT) });
  } catch (error) {
    if (!isAbort(error)) tell({ ranges, status: error instanceof Error ? error.message : String(error) });
  }
}

function said(matches: number, more: boolean): string {
  return matches === 0 ? "no match" : `${matches.toLocaleString("en")}${more ? " or more" : ""} ${matches === 1 ? "match" : "matches"}`;
}
