// What of the filter in force is looked for in bodies, so that find opens at it.
import type { Pattern } from "../viewers/matches";
import type { Part } from "./types";

const NAMES: Readonly<Record<string, Part | "both">> = {
  "~b": "both", "~bq": "request", "~bs": "response", body: "both", reqbody: "request", resbody: "response",
};

const TERM = /(?<![\w"'])(?:(~b[qs]?)\s+|(body|reqbody|resbody)\s*(?:(!)?~\s*|:))("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s()"'~]+)/gi;

/** The first pattern of the filter for this part of a flow; undefined if the filter asks for no body. */
export function patternOf(filter: string, part: Part): Pattern | undefined {
  for (const [whole, letters, name, negated, operand = ""] of filter.matchAll(TERM)) {
    const of = NAMES[(letters ?? name ?? "").toLowerCase()];
    const before = filter.slice(0, filter.indexOf(whole)).trimEnd();
    // what is not there cannot be shown
    if (negated || /(^|[\s(])(not|!)$/i.test(before) || before.endsWith("!")) continue;
    if (of === "both" || of === part) return { text: unquoted(operand), regex: isRegex(operand) };
  }
  return undefined;
}

function unquoted(operand: string): string {
  return /^["']/.test(operand) ? operand.slice(1, -1).replace(/\\(["'\\])/g, "$1") : operand;
}

function isRegex(operand: string): boolean {
  return /[.*+?^${}()|[\]\\]/.test(unquoted(operand));
}
