/** How an option is edited, by its type. Pure. */

export interface Option {
  name: string;
  /** Null if it has no value, or if it is a secret. */
  value: string | string[] | null;
  type: string;
  source: string;
  help: string;
  default: string | null;
  choices?: string[] | null;
  secret?: boolean;
  repeatable?: boolean;
  /** False if its value is read at the start, so that it cannot change while Steno runs. */
  live?: boolean;
}

export type Field = { kind: "choice"; choices: string[] } | { kind: "lines" } | { kind: "secret" } | { kind: "text" };

/** Whether it is only shown: what the server refuses to change. */
export function isFixed(option: Option): boolean {
  return option.live === false;
}

export function fieldOf(option: Option): Field {
  if (option.secret) return { kind: "secret" };
  if (option.choices?.length) return { kind: "choice", choices: option.choices };
  if (option.type === "boolean") return { kind: "choice", choices: ["true", "false"] };
  if (!option.type.startsWith("list") && option.type.includes("|")) return { kind: "choice", choices: option.type.split("|") };
  return option.repeatable || option.type.startsWith("list") ? { kind: "lines" } : { kind: "text" };
}

/** The value as a field shows it: entries of a list one a line. */
export function shownValue(option: Option): string {
  if (option.secret || option.value === null || option.value === undefined) return "";
  const entries = Array.isArray(option.value) ? option.value : listEntries(String(option.value));
  return fieldOf(option).kind === "lines" ? entries.join("\n") : String(option.value);
}

/** The entries of a list's text: separated by commas, in quotes if they contain one. */
export function listEntries(text: string): string[] {
  const entries: string[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)/gy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return [text];
    const entry = match[1] === undefined ? (match[2] ?? "").trim() : match[1].replace(/\\(.)/g, "$1");
    if (entry) entries.push(entry);
  }
  return entries;
}

/** What a field sends: a list of its lines, or its text. */
export function sentValue(option: Option, typed: string): string | string[] {
  if (fieldOf(option).kind !== "lines") return typed;
  return typed
    .split("\n")
    .map(line => line.trim())
    .filter(Boolean);
}

const SOURCES: Record<string, string> = {
  default: "default",
  session: "the resumed session",
  config: "config.toml",
  file: "config.toml",
  environment: "environment",
  command_line: "command line",
  runtime: "set while running",
};

export function sourceName(source: string): string {
  return SOURCES[source] ?? source.replaceAll("_", " ");
}

/** Options whose name, help or value has all words. */
export function search(options: Option[], text: string): Option[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return options.filter(option => {
    const all = `${option.name} ${option.help} ${option.type} ${shownValue(option)}`.toLowerCase();
    return words.every(word => all.includes(word));
  });
}
