/**
 * Finds characters that a person cannot see, or that change the order of what is seen, so that text from the network is
 * shown with marks in their place (Unicode TR 36: bidirectional text spoofing).
 */

export interface Run {
  readonly text: string;
  /** What stands in place of the character; undefined for text that is shown as it is. */
  readonly mark?: string;
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [0x007f, "DEL"],
  [0x00a0, "NBSP"],
  [0x00ad, "SHY"],
  [0x034f, "CGJ"],
  [0x061c, "ALM"],
  [0x180e, "MVS"],
  [0x200b, "ZWSP"],
  [0x200c, "ZWNJ"],
  [0x200d, "ZWJ"],
  [0x200e, "LRM"],
  [0x200f, "RLM"],
  [0x2028, "LS"],
  [0x2029, "PS"],
  [0x202a, "LRE"],
  [0x202b, "RLE"],
  [0x202c, "PDF"],
  [0x202d, "LRO"],
  [0x202e, "RLO"],
  [0x202f, "NNBSP"],
  [0x2060, "WJ"],
  [0x2066, "LRI"],
  [0x2067, "RLI"],
  [0x2068, "FSI"],
  [0x2069, "PDI"],
  [0xfeff, "BOM"],
]);

const CONTROLS =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(" ");

// C0 without tab, DEL and C1, format characters, fillers, tags, selectors of ideographs, unpaired surrogates
const INVISIBLE =
  /[\0-\x08\x0a-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\u{e0000}-\u{e0fff}]|\p{Cs}/u;
const EVERY = new RegExp(INVISIBLE.source, "gu");

/** Whether the text has a character that {@link runs} would mark. */
export function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text);
}

/** What stands in place of a character. */
export function markOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) {
    return CONTROLS[code]!;
  }
  return NAMES.get(code) ?? "U+" + code.toString(16).toUpperCase().padStart(4, "0");
}

/** Cuts text into runs: those shown as they are, and single characters that are shown by a mark. */
export function runs(text: string): Run[] {
  if (!hasInvisible(text)) {
    return text === "" ? [] : [{ text }];
  }
  const found: Run[] = [];
  let at = 0;
  for (const match of text.matchAll(EVERY)) {
    if (match.index > at) {
      found.push({ text: text.slice(at, match.index) });
    }
    found.push({ text: match[0], mark: markOf(match[0]) });
    at = match.index + match[0].length;
  }
  if (at < text.length) {
    found.push({ text: text.slice(at) });
  }
  return found;
}

/** The text with marks in brackets, for places that take a plain string, such as titles. */
export function marked(text: string): string {
  return runs(text)
    .map((run) => (run.mark === undefined ? run.text : "[" + run.mark + "]"))
    .join("");
}
