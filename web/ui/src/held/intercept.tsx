/** What is held: the filter, and whether it is in effect. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { count, plural } from "../format";
import { Icon } from "../ui/icon";
import { openMenuAt } from "../ui/menu";
import { toastError } from "../ui/toast";
import { setIntercept, type Intercept } from "./calls";
import { refresh } from "./feed";
import { resumeEach } from "./state";

/** Counts up when a key asks for the filter. */
interface Props {
  intercept: Intercept;
  held: number;
  asked: number;
}

export function InterceptBar({ intercept, held, asked }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const value = typed ?? intercept.filter;
  const holds = intercept.active && intercept.filter !== "";
  useLayoutEffect(() => {
    if (asked > 0) field.current?.select();
  }, [asked]);

  async function set(filter: string): Promise<void> {
    try {
      await setIntercept(filter && !intercept.active ? { filter, active: true } : { filter });
      await refresh();
      setTyped(now => (now?.trim() === filter ? null : now));
      setError("");
    } catch (e) {
      setError(e instanceof Error ? e.message : String(e));
    }
  }

  async function turn(active: boolean): Promise<void> {
    try {
      await setIntercept({ active });
      await refresh();
    } catch (e) {
      toastError(e);
    }
  }

  function off(): void {
    if (held === 0 || !button.current) void turn(false);
    else {
      openMenuAt("Stop holding", button.current, [
        { label: `Stop, and resume ${count(held)} held`, run: () => void turn(false).then(resumeEach) },
        { label: `Stop, and leave ${plural(held, "message")} held`, run: () => void turn(false) },
      ]);
    }
  }

  return (
    <form class="intercept" onSubmit={event => {
      event.preventDefault();
      void set(value.trim());
    }}>
      <label for="intercept">Hold what matches</label>
      <input ref={field} id="intercept" type="text" class="mono" value={value} placeholder="such as ~q & path ~ /login" autocomplete="off" spellcheck={false}
        aria-invalid={error ? "true" : undefined} aria-describedby={error ? "intercept-error" : "intercept-help"}
        onInput={event => {
          setTyped(event.currentTarget.value);
          setError("");
        }}
        onKeyDown={event => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          setTyped(null);
          setError("");
          document.querySelector<HTMLElement>(".held-grid")?.focus();
        }} />
      {typed !== null && typed.trim() !== intercept.filter && <button type="submit" class="primary">Set</button>}
      <button ref={button} type="button" role="switch" aria-checked={intercept.active} aria-label="Hold messages" class={`switch ${holds ? "on" : ""}`} onClick={() => (intercept.active ? off() : void turn(true))}>
        <Icon name={intercept.active ? "pause" : "play"} />{intercept.active ? "On" : "Off"}
      </button>
      {error
        ? <p id="intercept-error" class="option-error" role="alert">{error}</p>
        : <p id="intercept-help" class="s-comment">{holds ? "Each message that matches waits here; ~q holds requests only, ~s responses only." : intercept.filter ? "Off: nothing is held, whatever matches." : "Without a filter, nothing is held. Requests and responses that match one wait here until you decide."}</p>}
    </form>
  );
}
