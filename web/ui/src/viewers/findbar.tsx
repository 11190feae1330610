// The bar of find: what is looked for, how many there are, where the next one is.
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../ui/icon";
import type { Pattern } from "./matches";

interface Props {
  pattern: Pattern;
  onPattern: (pattern: Pattern) => void;
  /** What is said of the matches. */
  status: string;
  onStep: (by: 1 | -1) => void;
  onClose: () => void;
}

export function FindBar({ pattern, onPattern, status, onStep, onClose }: Props) {
  const input = useRef<HTMLInputElement>(null);
  // before the next key is read: it would be taken as a command
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);

  function key(event: KeyboardEvent): void {
    if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="findbar" role="search" aria-label="Find in the body">
      <input ref={input} type="text" value={pattern.text} placeholder="Find" aria-label="Find in the body" spellcheck={false}
        onKeyDown={key} onInput={event => onPattern({ ...pattern, text: event.currentTarget.value })} />
      <button type="button" class={pattern.regex ? "quiet on" : "quiet"} aria-pressed={pattern.regex} title="Regular expression"
        onClick={() => onPattern({ ...pattern, regex: !pattern.regex })}>.*</button>
      <button type="button" class="quiet" aria-label="Previous match" onClick={() => onStep(-1)}><Icon name="arrow-up" /></button>
      <button type="button" class="quiet" aria-label="Next match" onClick={() => onStep(1)}><Icon name="arrow-down" /></button>
      <span role="status" aria-live="polite">{status}</span>
      <button type="button" class="quiet" aria-label="Close find" onClick={onClose}><Icon name="x" /></button>
    </div>
  );
}
