// Colours for the filter box. This knows words and quotes, not the grammar: whether a filter is valid is the server's to say.

export type Kind = "space" | "operator" | "name" | "text" | "number" | "sign" | "word";

export interface Token {
  kind: Kind;
  text: string;
}

const PATTERNS: [Kind, RegExp][] = [
  ["space", /\s+/y],
  ["text", /"(?:\\[^]|[^"\\])*"?|'(?:\\[^]|[^'\\])*'?/y],
  ["operator", /~[a-z]+/y],
  ["operator", /(?:and|or|not|in)(?![\w.~-])/iy],
  ["name", /[a-z]+(?=\s*(?:!=|!~|<=|>=|==|=|<|>|:|~[\s"']|\s+(?:not\s+)?in\s*\())/iy],
  ["operator", /!=|!~|<=|>=|==|&&|\|\||[=<>~&|!:]/y],
  ["sign", /[(),]/y],
  ["number", /-?\d[\w.:+-]*(?=[\s(),&|!]|$)|\dxx\b/iy],
  ["word", /[^\s()~"'&|=<>!:,]+/y],
];

/** Cuts a filter into tokens; joined, they are the filter again. */
export function tokens(filter: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < filter.length) {
    const token = next(filter, at);
    found.push(token);
    at += token.text.length;
  }
  return found;
}

function next(filter: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const match = pattern.exec(filter);
    if (match && match[0]) return { kind, text: match[0] };
  }
  return { kind: "word", text: String.fromCodePoint(filter.codePointAt(at) ?? 0) };
}
