// What Steno tells of exports.
import type { Loss } from "./jobs";

export interface Format {
  format: string;
  title: string;
  extension: string;
  /** Versions that may be chosen, the usual one first. */
  versions?: readonly number[];
  /** What else may be asked of it. */
  choices?: readonly { name: string; meaning: string }[];
}

export interface Outcome {
  state: "waiting" | "writing" | "done" | "failed";
  flows: number | null;
  problem: string | null;
  losses: Loss[];
}

/** The format of Steno itself, which leaves nothing out. */
export const STENO = "steno";
export const POLL_MS = 400;

/** What the button says: the deed, and what is dangerous in it. */
export function deedOf(secrets: boolean): string {
  return secrets ? "Export with secrets" : "Export without secrets";
}

export function stateText(outcome: Outcome | null, flows: (n: number) => string): string {
  switch (outcome?.state) {
    case undefined:
    case "waiting":
      return "The browser asks for the file …";
    case "writing":
      return "The file is being written; the browser shows how far it is.";
    case "done":
      return outcome.flows === null ? "The session file is written." : `${flows(outcome.flows)} written.`;
    case "failed":
      return "The file is not whole.";
  }
}
