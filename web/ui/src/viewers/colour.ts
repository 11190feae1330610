/** Colours of a line whose kind is known, worked out for the lines on the screen alone. */

/** The kinds of the server's content views, in lower case. */
export type SpanKind =
  | "text"
  | "key"
  | "string"
  | "number"
  | "literal"
  | "tag"
  | "attribute"
  | "comment"
  | "punctuation"
  | "heading"
  | "note"
  /** An invisible character, in whose place its name stands. */
  | "mark";

export type Span = readonly [SpanKind, string];

const JSON_TOKEN = /("(?:[^"\\]|\\.)*"?)(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null)\b|([{}[\],:]+)|([^"\d{}[\],:\-tfn]+|.)/gy;
const MARKUP_TOKEN = /(<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$))|(<[/!?]?[^\s>/]*|[/?]?>)|([\w:.-]+(?==["']))|("[^"<]*"|'[^'<]*')|([^<>"'\w]+|[\w:.-]+|.)/gy;

/** The longest line that is coloured: a longer one is one run of text. */
const LONGEST = 5_000;

export function colourLine(syntax: string, line: string): readonly Span[] {
  if (line.length > LONGEST) {
    return [["text", line]];
  }
  switch (syntax) {
    case "json":
      return tokens(line, JSON_TOKEN, (match) =>
        match[1] !== undefined ? (match[2] === undefined ? "string" : "key")
        : match[3] !== undefined ? "number"
        : match[4] !== undefined ? "literal"
        : match[5] !== undefined ? "punctuation"
        : "text",
      );
    case "xml":
    case "html":
      return tokens(line, MARKUP_TOKEN, (match) =>
        match[1] !== undefined ? "comment"
        : match[2] !== undefined ? "tag"
        : match[3] !== undefined ? "attribute"
        : match[4] !== undefined ? "string"
        : "text",
      );
    default:
      return line === "" ? [] : [["text", line]];
  }
}

function tokens(line: string, pattern: RegExp, kindOf: (match: RegExpExecArray) => SpanKind): Span[] {
  const spans: [SpanKind, string][] = [];
  const push = (kind: SpanKind, text: string): void => {
    const last = spans.at(-1);
    if (last !== undefined && last[0] === kind) {
      last[1] += text;
    } else {
      spans.push([kind, text]);
    }
  };
  pattern.lastIndex = 0;
  let at = 0;
  for (let match = pattern.exec(line); match !== null && match[0] !== ""; match = pattern.exec(line)) {
    const kind = kindOf(match);
    if (kind === "key" && match[1] !== undefined && match[2] !== undefined) {
      push("key", match[1]);
      push("punctuation", match[2]);
    } else {
      push(kind, match[0]);
    }
    at = pattern.lastIndex;
  }
  if (at < line.length) {
    push("text", line.slice(at));
  }
  return spans;
}
