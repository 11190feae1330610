// What the server's content view makes of a body, for as long as it is shown. A newer question ends the older one.
import { useEffect, useRef, useState } from "preact/hooks";
import { isAbort } from "../api";
import { toastError } from "../ui/toast";
import { type BodyFacts, mediaType } from "../detail/types";
import { beautify } from "./beautify";
import { type BodyPlace, look, type Look, samePlace } from "./bodysource";
import { isJson, isScript } from "./choice";

/** Up to here the server sends coloured spans; above it one text, whose lines are coloured when they are shown. */
const MOST_SPANS = 256 << 10;

export interface Looked {
  readonly look: Look | null;
  readonly text: string | undefined;
  readonly error: unknown;
  /** What beautify would take; undefined if the body is neither JavaScript nor CSS. */
  readonly language: "js" | "css" | undefined;
  readonly retry: () => void;
  readonly beautify: () => void;
}

/** @param way `auto`, `tree` or `view:NAME`; empty to ask nothing */
export function useLook(place: BodyPlace, way: string, charset: string, facts: BodyFacts, revision: number): Looked {
  const [answer, setAnswer] = useState<{ key: string; look: Look; text: string } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const beautified = useRef("");
  const as = way === "tree" ? "json" : way.startsWith("view:") ? way.slice(5) : "auto";
  const key = `${samePlace(place)} ${way} ${charset}`;

  useEffect(() => {
    if (way === "" || facts.recorded === 0) return undefined;
    const controller = new AbortController();
    look(place, as, way !== "tree" && wantsSpans(facts), charset, controller.signal).then(
      made => {
        setError(null);
        setAnswer({ key, look: made, text: textOf(made) });
      },
      reason => void (isAbort(reason) || setError(reason)),
    );
    return () => controller.abort();
  }, [key, revision, facts.recorded, attempt]);

  const current = answer !== null && answer.key === key ? answer : null;
  const syntax = current?.look.syntax;
  const language = syntax === "js" || syntax === "javascript" ? "js" : syntax === "css" ? "css" : undefined;
  return {
    look: current?.look ?? null,
    text: current?.text,
    error,
    language: beautified.current === key ? undefined : language,
    retry: () => setAttempt(now => now + 1),
    beautify: () => {
      if (current === null || language === undefined) return;
      beautify(current.text, language).then(text => {
        beautified.current = key;
        const { lines: _, ...rest } = current.look;
        setAnswer({ key, look: rest, text });
      }, toastError);
    },
  };
}

/** Text of a kind that is coloured here comes as text, so that a copy of it has what was sent. */
function wantsSpans(facts: BodyFacts): boolean {
  const type = mediaType(facts.type);
  const coloured = isJson(type) || /(^text\/|[/+]xml$)/.test(type);
  return facts.recorded <= (facts.codings.length === 0 ? MOST_SPANS : MOST_SPANS / 4) && (!coloured || isScript(type));
}

function textOf(made: Look): string {
  if (made.text !== undefined) return made.text;
  return (made.lines ?? []).map(line => line.map(([, text]) => text).join("")).join("\n");
}
