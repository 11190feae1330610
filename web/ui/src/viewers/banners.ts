// What a viewer says of the body that it shows: what is missing, what was changed for showing.
import { size } from "../format";
import type { BodyFacts } from "../detail/types";

interface Shown {
  readonly decoded: boolean;
  /** Codings that the shown bytes were decoded from. */
  readonly decodedFrom?: readonly string[];
  readonly truncated?: boolean;
  readonly problem?: string | null;
  /** Bytes that a view was worked out from at most. */
  readonly looked?: number;
}

/** Each remark is one sentence; the first ones are of what is lacking. */
export function bannersOf(facts: BodyFacts, open: boolean, shown: Shown): string[] {
  const banners: string[] = [];
  if (facts.recorded < facts.size) {
    banners.push(`${size(facts.size)} passed, ${size(facts.recorded)} kept${facts.lack ? `: ${facts.lack}` : ""}`);
  } else if (facts.lack) {
    banners.push(facts.lack);
  } else if (!facts.complete && !open) {
    banners.push("ended before it was complete");
  }
  if (open && !facts.complete) banners.push(`still growing, ${size(facts.size)} until now`);
  if (shown.problem) banners.push(shown.problem);
  const codings = shown.decodedFrom ?? (shown.decoded ? facts.codings : []);
  if (codings.length > 0) banners.push(`decoded from ${codings.join(", ")}`);
  if (!shown.decoded && facts.codings.length > 0) banners.push(`as it passed, in ${facts.codings.join(", ")}`);
  if (shown.truncated) banners.push(`only the beginning is shown${shown.looked ? `: the first ${size(shown.looked)}` : ""}`);
  return banners;
}
