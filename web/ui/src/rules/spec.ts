/** Rules that are written in one line: their parts, and back. Pure. */

export interface Kind {
  readonly id: string;
  readonly label: string;
  /** Absent if a rule of this kind has only a filter and a value, or a filter alone. */
  readonly subject?: string;
  readonly value?: string;
  readonly filter: "any" | "required";
  /** Examples of the subject and the value. */
  readonly hints?: readonly [string, string];
  readonly help: string;
}

/** In the order in which they act on a request. */
export const KINDS: readonly Kind[] = [
  { id: "map-remote", label: "Send elsewhere", subject: "Expression of the URL", value: "Replacement", filter: "any", hints: ["^https://api\\.example/", "http://127.0.0.1:3000/"], help: "What the regular expression finds in the URL is replaced; Host follows." }, // lint: an example that is shown
  { id: "modify-headers", label: "Change a field", subject: "Name of the field", value: "Value", filter: "any", hints: ["X-Debug", "on"], help: "Sets the field of requests and responses; an empty value removes it. ~q is requests only, ~s responses only." },
  { id: "modify-body", label: "Change a body", subject: "Expression of the text", value: "Replacement", filter: "any", hints: ["\"price\": *\\d+, or json:$.price", "\"price\": 1"], help: "Replaces what the regular expression finds in the decoded body; json:$.path sets the value at that place of a JSON body." },
  { id: "allow-list", label: "Allow only", filter: "required", help: "Requests that match none of these filters are answered with 403." },
  { id: "block-list", label: "Block", value: "Status", filter: "required", hints: ["", "403"], help: "Answers requests with an empty response; 444 closes the connection instead." },
  { id: "map-local", label: "Answer with a file", subject: "Expression of the URL", value: "File or folder", filter: "any", hints: ["^https://shop\\.example/app\\.js", "/home/ann/app.js"], help: "Answers with a file of this machine, or with that of a folder which the rest of the URL names." },
];

export function kindOf(id: string): Kind | undefined {
  return KINDS.find(kind => kind.id === id);
}

export interface Parts {
  readonly filter: string;
  readonly subject: string;
  readonly value: string;
}

export const NO_PARTS: Parts = { filter: "", subject: "", value: "" };

const SEPARATORS = ["/", "|", "#", "!", "%", ";", ",", "@", "§", "¦", "·"];

/** Writes a rule in one line, with a separator that none of its parts contains. Throws an error if each is taken. */
export function specOf(kind: Kind, { filter, subject, value }: Parts): string {
  if (!kind.value) return filter.trim();
  const parts = kind.subject ? (filter.trim() ? [filter.trim(), subject, value] : [subject, value]) : [filter.trim(), value.trim()];
  const separator = SEPARATORS.find(each => !parts.some(part => part.includes(each)));
  if (!separator) throw new Error(`Write the rule as one line: its parts contain all of ${SEPARATORS.join(" ")}.`);
  return separator + parts.join(separator);
}

/** Reads a rule in one line: split at its first character, at most twice. */
export function partsOf(kind: Kind, spec: string): Parts {
  if (!kind.value) return { ...NO_PARTS, filter: spec };
  const separator = /^\P{M}\p{M}*/su.exec(spec)?.[0] ?? "/";
  const parts = spec.slice(separator.length).split(separator);
  if (!kind.subject) return { ...NO_PARTS, filter: parts[0] ?? "", value: parts.slice(1).join(separator) };
  if (parts.length < 3) return { filter: "", subject: parts[0] ?? "", value: parts[1] ?? "" };
  return { filter: parts[0]!, subject: parts[1]!, value: parts.slice(2).join(separator) };
}

/** What is missing in the parts of a rule; null if nothing is. */
export function missing(kind: Kind, parts: Parts): keyof Parts | null {
  if (kind.filter === "required" && !parts.filter.trim()) return "filter";
  if (kind.subject && !parts.subject) return "subject";
  return kind.value === "Status" && !/^\d{3}$/.test(parts.value.trim()) ? "value" : null;
}
