/** What the check list of an empty session knows, read again and again until everything is done. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, isAbort } from "../api";

export interface Setup {
  listeners?: { mode: string; address: string }[];
  checks?: {
    connected?: { done: boolean; address?: string | null };
    plain?: { done: boolean; host?: string | null };
    certificate?: { state: "none" | "accepted" | "refused"; client?: string | null; host?: string | null; reason?: string | null };
  };
  clients?: { name: string; steps: string[] }[];
  curl?: string;
  environment?: string | string[];
  browser?: string;
  ca?: { path: string; sha256: string };
  onboarding?: string;
}

export const setup = signal<Setup | null>(null);
export const setupError = signal("");

const PAUSE_MS = 1000;

export function useSetup(): void {
  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    const load = async () => {
      try {
        if (!document.hidden) setup.value = await get<Setup>("/setup", {}, abort.signal);
        setupError.value = "";
      } catch (e) {
        if (isAbort(e)) return;
        setupError.value = e instanceof Error ? e.message : String(e);
      }
      if (!abort.signal.aborted) timer = window.setTimeout(() => void load(), PAUSE_MS);
    };
    void load();
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, []);
}

export interface Check {
  state: "open" | "done" | "failed";
  title: string;
  detail: string;
}

/** The three steps to the first intercepted page. */
export function checks({ checks: facts }: Setup): Check[] {
  const connected = facts?.connected;
  const plain = facts?.plain;
  const certificate = facts?.certificate;
  const who = certificate?.client ? ` by ${certificate.client}` : "";
  const where = certificate?.host ? ` for ${certificate.host}` : "";
  return [
    {
      state: connected?.done ? "done" : "open",
      title: "A client connected",
      detail: connected?.done ? (connected.address ?? "") : "Set the proxy of a client to one of the addresses above.",
    },
    {
      state: plain?.done ? "done" : "open",
      title: "Plain HTTP passed",
      detail: plain?.done ? (plain.host ?? "") : "Open any http:// page, such as the welcome page of the proxy.",
    },
    {
      state: certificate?.state === "accepted" ? "done" : certificate?.state === "refused" ? "failed" : "open",
      title: certificate?.state === "refused" ? "A client refused Steno's certificate" : "A client took Steno's certificate",
      detail:
        certificate?.state === "accepted"
          ? `Accepted${who}${where}.`
          : certificate?.state === "refused"
            ? `Refused${who}${where}${certificate.reason ? `: ${certificate.reason}` : ""}. Let the client trust Steno's CA, as told below.`
            : "Open any https:// page.",
    },
  ];
}

/** The environment as lines. */
export function environmentLines({ environment }: Setup): string {
  return Array.isArray(environment) ? environment.join("\n") : (environment ?? "");
}

/** The address that a phone of the same network opens, if a listener can be reached from there. */
export function onboardingUrl({ onboarding }: Setup): string {
  return onboarding || "http://steno.internal/"; // lint: shown as text, never loaded
}
