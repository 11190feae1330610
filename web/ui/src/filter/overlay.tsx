// The colours of the filter box: the same text behind an input whose own text is transparent.
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { search } from "../list/view";
import { typed } from "./state";
import { tokens } from "./tokens";

export function Overlay({ input }: { input: RefObject<HTMLInputElement | null> }) {
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const follow = () => {
      if (layer.current && input.current) layer.current.scrollLeft = input.current.scrollLeft;
    };
    const element = input.current;
    for (const event of ["scroll", "input", "keyup", "select", "blur"]) element?.addEventListener(event, follow);
    return () => {
      for (const event of ["scroll", "input", "keyup", "select", "blur"]) element?.removeEventListener(event, follow);
    };
  }, []);
  const { problem } = search.value;
  // Columns count from 1; an error at the end of the text underlines what would come.
  const begins = problem ? Math.min(problem.column - 1, typed.value.length) : Infinity;
  let at = 0;
  return (
    <div ref={layer} class="filter-overlay" aria-hidden="true">
      {tokens(typed.value).flatMap((token, index) => {
        const cut = Math.min(token.text.length, Math.max(0, begins - at));
        at += token.text.length;
        const parts = [<span key={index} class={`t-${token.kind}`}>{token.text.slice(0, cut)}</span>];
        if (cut < token.text.length) parts.push(<span key={`${index}-wrong`} class="wrong">{token.text.slice(cut)}</span>);
        return parts;
      })}
      {begins >= typed.value.length && begins < Infinity && <span class="wrong">&nbsp;</span>}
    </div>
  );
}
