// Text of the network as text nodes: coloured, matches lit, invisible characters as marks.
import type { ComponentChildren } from "preact";
import type { Span } from "./colour";
import { hasInvisible, runs } from "./invisible";

/** Text with marks for what cannot be seen. */
export function Shown({ text }: { text: string }) {
  if (!hasInvisible(text)) return <>{text}</>;
  return <>{runs(text).map(run => (run.mark === undefined ? run.text : <span class="mark-char" title={`U+${code(run.text)}`}>{run.mark}</span>))}</>;
}

function code(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

interface Props {
  spans: readonly Span[];
  /** The part that is shown, in characters of all spans together. */
  from?: number;
  to?: number;
  /** Ranges that are lit, in the same characters. */
  lit?: readonly Lit[];
}

export interface Lit {
  readonly from: number;
  readonly to: number;
  readonly chosen: boolean;
}

/** A line of spans. */
export function Spans({ spans, from = 0, to = Number.MAX_SAFE_INTEGER, lit = [] }: Props) {
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const [kind, whole] of spans) {
    const begin = Math.max(from, at);
    const end = Math.min(to, at + whole.length);
    if (end > begin) {
      const inner = lit.length === 0 ? <Shown text={whole.slice(begin - at, end - at)} /> : pieces(whole, at, begin, end, lit);
      parts.push(kind === "text" ? inner : <span class={kind === "mark" ? "mark-char" : `s-${kind}`}>{inner}</span>);
    }
    at += whole.length;
    if (at >= to) break;
  }
  return <>{parts}</>;
}

function pieces(whole: string, base: number, begin: number, end: number, lit: readonly Lit[]): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let at = begin;
  for (const range of lit) {
    const start = Math.max(at, range.from);
    const stop = Math.min(end, range.to);
    if (stop <= start) continue;
    if (start > at) parts.push(<Shown text={whole.slice(at - base, start - base)} />);
    parts.push(<mark class={range.chosen ? "lit chosen" : "lit"}><Shown text={whole.slice(start - base, stop - base)} /></mark>);
    at = stop;
  }
  if (at < end) parts.push(<Shown text={whole.slice(at - base, end - base)} />);
  return parts;
}
