/** What the API tells of rules, and how they are set. */
import { call, get, patch, post } from "../api";
import { type FlowId } from "../flowid";

export interface Rule {
  readonly name: string;
  readonly kind: string;
  readonly spec: string;
  readonly filter: string;
  readonly on: boolean;
  /** The option that set it, such as `--map-local`, or the rules file. */
  readonly source: string;
  readonly order: number;
  readonly hits: number;
  readonly last: string | null;
  readonly failed: number;
}

export async function readRules(signal?: AbortSignal): Promise<readonly Rule[]> {
  return (await get<{ rules: readonly Rule[] }>("/rules", {}, signal)).rules;
}

export function isOfOption(rule: Rule): boolean {
  return rule.source.startsWith("--");
}

/** The rules in one line that the option of a kind has now. */
export function specsOf(rules: readonly Rule[], kind: string): string[] {
  return rules.filter(rule => rule.kind === kind && isOfOption(rule)).map(rule => rule.spec);
}

export async function setRules(kind: string, specs: readonly string[]): Promise<void> {
  await call("PUT", `/rules/${kind}`, { body: { rules: specs } });
}

/** What a rule would have done with the newest recorded flows. */
export interface Tried {
  readonly tested: number;
  readonly acted: number;
  /** Of those, the ones that it could not have changed. */
  readonly failed: number;
  readonly first: { readonly id: FlowId; readonly point: string; readonly before: string; readonly after: string; readonly failure: string } | null;
}

export function tryRule(kind: string, spec: string, limit: number): Promise<Tried> {
  return post<Tried>("/rules/test", { kind, spec, limit });
}

/** Switches a rule; one that is off stays in the list. */
export function switchRule(name: string, on: boolean): Promise<unknown> {
  return patch(`/rules/${name}`, { on });
}
