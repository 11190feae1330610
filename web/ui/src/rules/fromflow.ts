/** Rules that a flow suggests: what was edited by hand once is done from now on. */
import { signal } from "@preact/signals";
import type { Field } from "../detail/decode";
import { escaped, quoted } from "../detail/headers";
import type { Part } from "../detail/types";
import { draftOf, isPseudo, type Draft } from "../held/draft";
import type { HeldFlow } from "../held/calls";
import { go } from "../router";
import type { MenuItem } from "../ui/menu";
import type { Parts } from "./spec";

export interface Proposal {
  readonly kind: string;
  readonly parts: Parts;
}

/** The rule that the page of rules begins with when it is opened. */
export const proposal = signal<Proposal | null>(null);

export function propose(kind: string, parts: Parts): void {
  proposal.value = { kind, parts };
  go("rules");
}

/** An expression that matches this URL whatever its query. */
export function urlPattern(url: string): string {
  return `^${escaped(url.replace(/[?#].*$/, ""))}`;
}

/** The rules that a flow suggests; those that its draft makes come first. */
export function proposals(flow: HeldFlow, part: Part | null, draft: Draft | null, original: Draft | null): { label: string; proposal: Proposal }[] {
  const url = original?.url || flow.url;
  const filter = `~u ${quoted(urlPattern(url))}`;
  const found: { label: string; proposal: Proposal }[] = [];
  const add = (label: string, kind: string, parts: Partial<Parts>): void =>
    void found.push({ label, proposal: { kind, parts: { filter: parts.filter ?? "", subject: parts.subject ?? "", value: parts.value ?? "" } } });
  if (draft && original) {
    if (draft.part === "request" && draft.url !== original.url) add("Send it to the edited URL", "map-remote", { subject: `^${escaped(original.url)}$`, value: replacement(draft.url) });
    const side = part === "response" ? "~s" : "~q";
    for (const field of changedFields(original.fields, draft.fields)) {
      add(field.value ? `Set ${field.name} as edited` : `Remove ${field.name}`, "modify-headers", { filter: `${side} & ${filter}`, subject: field.name, value: replacement(field.value) });
    }
    if (draft.body && "text" in draft.body) add("Send this body instead", "modify-body", { filter: `${side} & ${filter}`, subject: "^.*$", value: replacement(draft.body.text) });
  }
  add("Block this URL", "block-list", { filter, value: "403" });
  add("Answer it with a file", "map-local", { subject: `${urlPattern(url)}.*` });
  if (!found.some(each => each.proposal.kind === "map-remote")) add("Send it elsewhere", "map-remote", { subject: urlPattern(url), value: url.replace(/[?#].*$/, "") });
  if (!found.some(each => each.proposal.kind === "modify-headers")) add("Change a header field", "modify-headers", { filter });
  return found;
}

/** Fields of the draft that the original has otherwise; those that are gone have no value. */
function changedFields(before: readonly Field[], now: readonly Field[]): Field[] {
  const values = (fields: readonly Field[], name: string): string => fields.filter(field => field.name.toLowerCase() === name).map(field => field.value).join("\n");
  const names = new Map([...before, ...now].filter(field => !isPseudo(field)).map(field => [field.name.toLowerCase(), field.name]));
  return [...names].filter(([key]) => key !== "content-length" && values(before, key) !== values(now, key))
    .map(([key, name]) => ({ name, value: now.find(field => field.name.toLowerCase() === key)?.value ?? "" }));
}

/** A text as a replacement: its backslashes are escapes there, and so are line ends. */
function replacement(text: string): string {
  return text.replace(/\\/g, "\\\\").replace(/\r?\n/g, "\\n").replace(/\t/g, "\\t");
}

export function ruleMenu(flow: HeldFlow, part: Part | null, draft: Draft | null, original: Draft | null = part ? draftOf(flow, part) : null): MenuItem[] {
  return proposals(flow, part, draft, original).map(each => ({ label: each.label, run: () => propose(each.proposal.kind, each.proposal.parts) }));
}
