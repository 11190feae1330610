/** The attempts as a strip: each shows its response, and puts its request into the editor. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { duration, plural, size } from "../format";
import { Icon } from "../ui/icon";
import { Shown } from "../viewers/spans";
import type { Attempt } from "./attempts";
import type { Composed } from "./request";
import { type FlowId, NO_FLOW } from "../flowid";

interface Props {
  attempts: readonly Attempt[];
  shown: FlowId;
  aside: readonly Composed[];
  choose: (id: FlowId) => void;
  takeBack: (draft: Composed) => void;
  /** Shows the attempt before or after the one that is shown. */
  step: (by: number) => void;
  /** With what the shown attempt is compared; null if there is nothing. */
  parent: FlowId | null;
  compare: () => void;
  cancel: () => void;
}

export function Strip({ attempts, shown, aside, choose, takeBack, step, parent, compare, cancel }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const at = attempts.findIndex(each => each.id === shown);
  useLayoutEffect(() => {
    list.current?.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [shown, attempts.length]);

  /** Arrows move between the attempts; one of them is a stop of the Tab key. */
  function key(event: KeyboardEvent): void {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = [...(list.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const next = all[all.indexOf(document.activeElement as HTMLElement) + by];
    event.preventDefault();
    next?.focus();
  }

  const isOpen = attempts[at]?.state === "open";
  useLayoutEffect(() => {
    if (!isOpen && document.activeElement === document.body) list.current?.querySelector<HTMLElement>("[aria-pressed=true]")?.focus(); // the button that cancels is gone
  }, [isOpen]);
  return (
    <section class="compose-strip" aria-label="Attempts">
      <div class="compose-steps">
        <button type="button" class="quiet" aria-label="Attempt before" title="Attempt before (Alt+↑)" disabled={attempts.length === 0 || at === 0} onClick={() => step(-1)}><Icon name="chevron-left" /></button>
        <button type="button" class="quiet" aria-label="Attempt after" title="Attempt after (Alt+↓)" disabled={at < 0 || at === attempts.length - 1} onClick={() => step(1)}><Icon name="chevron-right" /></button>
      </div>
      <div ref={list} class="compose-attempts" role="group" aria-label={plural(attempts.length, "attempt")} onKeyDown={key}>
        {attempts.map((each, index) => (
          <button key={each.id} type="button" class="compose-attempt" aria-pressed={each.id === shown} tabIndex={each.id === shown || (at < 0 && index === attempts.length - 1) ? 0 : -1}
            title={`${each.method ?? ""} ${each.url ?? ""}`} onClick={() => choose(each.id)}>
            <span class="s-comment">#{each.id}</span> <b class={each.status ? `status s${Math.floor(each.status / 100)}` : each.error ? "status s5" : "status"}>{each.status ?? (each.state === "open" ? "…" : each.state)}</b>
            {each.state !== "open" && <span>{duration(each.duration)}{each.status !== null && ` · ${size(each.response_size ?? 0)}`}</span>}
          </button>
        ))}
        {aside.map((draft, index) => (
          <button key={`draft ${index}`} type="button" class="compose-attempt" tabIndex={-1} title={`Not sent: ${draft.draft.method} ${draft.draft.url}`} onClick={() => takeBack(draft)}><Icon name="pencil" /> Draft{aside.length > 1 && ` ${index + 1}`}<span class="sr"> <Shown text={draft.draft.url} /></span></button>
        ))}
      </div>
      <div class="compose-deeds">
        {isOpen && <button type="button" class="danger" onClick={cancel}>Cancel #{shown}</button>}
        {shown !== NO_FLOW && <button type="button" aria-disabled={parent === null ? "true" : undefined} title={parent === null ? "Not possible: no attempt is before this one" : `Flows ${parent} and ${shown} beside each other`} onClick={() => parent !== null && compare()}>
          <Icon name="file-diff" />{parent === null ? "Compare" : `Compare with #${parent}`}
        </button>}
      </div>
    </section>
  );
}
