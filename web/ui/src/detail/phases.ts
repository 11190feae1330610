// The phases of a flow in their order, each from its begin to its end in milliseconds after the first.
import type { Flow } from "./types";

export interface Phase {
  readonly name: string;
  readonly label: string;
  readonly begin: number;
  readonly end: number;
}

const ORDER = [
  ["connect", "look-up and connect"],
  ["tls", "TLS"],
  ["send", "request"],
  ["wait", "wait for the first byte"],
  ["receive", "response"],
] as const;

export function phasesOf(timings: Flow["timings"] | null | undefined): Phase[] {
  const phases: Phase[] = [];
  let at = 0;
  for (const [name, label] of ORDER) {
    const took = timings?.[name];
    if (took === null || took === undefined) continue;
    phases.push({ name, label, begin: at, end: at + took });
    at += took;
  }
  return phases;
}
