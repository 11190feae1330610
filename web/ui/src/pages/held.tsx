/** Messages that wait for a person: the list, and the editor of the chosen one. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { get } from "../api";
import { plural } from "../format";
import { AnswerDialog } from "../held/answer";
import type { HeldFlow, HeldRow } from "../held/calls";
import { Editor } from "../held/editor";
import { failed, follow, list, now, refresh } from "../held/feed";
import { HeldGrid, secondsLeft, SOON } from "../held/heldlist";
import { InterceptBar } from "../held/intercept";
import { askEdit, dropOne, editAsked, killOne, resumeEach, resumeOne, waiting, wasEndedHere } from "../held/state";
import { addActions, type Action } from "../keys";
import { param, setParams } from "../router";
import { stored } from "../store";
import { Splitter } from "../ui/splitter";
import { Failure } from "../viewers/failure";
import { type FlowId, NO_FLOW, parseFlowId } from "../flowid";

const shown = param("held");
const wanted = param("ask");
const share = stored("held-share", 34);

export default function Held() {
  const [asked, setAsked] = useState(0);
  const [answering, setAnswering] = useState<HeldRow | null>(null);
  const [gone, setGone] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<HeldRow | null>(null);
  useEffect(follow, []);
  const rows = waiting.value;
  const last = before.current;
  // If the chosen message went, the next one is chosen, in the same rendering: a key is about what is seen.
  const row = rows.find(each => each.id === parseFlowId(shown.value)) ?? rows.find(each => last === null || each.since >= last.since) ?? rows[0] ?? null;
  const current = useRef(row);
  current.current = row;

  useLayoutEffect(() => {
    if (!list.value) return;
    before.current = row;
    if (last && !rows.some(each => each.id === last.id)) {
      editAsked.value = false;
      setGone("");
      // What went by itself is told.
      if (!wasEndedHere(last)) void outcome(last.id).then(setGone);
      // Only after a deed of this page: what is typed into a field that went must call no action.
      else if (document.activeElement === document.body) back();
    }
    if (parseFlowId(shown.value) !== (row?.id ?? NO_FLOW)) setParams({ held: row?.id ?? null });
  }, [row?.id, rows]);

  // Asked for by a key of the list; the field is there once the list is read.
  useLayoutEffect(() => {
    if (!wanted.value || !list.value) return;
    setParams({ ask: null });
    setAsked(count => count + 1);
  }, [wanted.value, list.value]);

  function choose(id: FlowId): void {
    setGone("");
    setParams({ held: id });
  }

  function back(): void {
    box.current?.querySelector<HTMLElement>(".held-grid")?.focus();
  }

  useLayoutEffect(() => {
    const at = (id: string, keys: string[], label: string, run: (row: HeldRow) => void): Action => ({
      id: `held.${id}`, keys, label, scope: "held", disabled: () => (current.current ? null : "no message is held"), run: () => current.current && run(current.current),
    });
    return addActions(
      at("resume", ["a"], "Resume the message", chosen => void resumeOne(chosen.id)),
      at("step", ["s"], "Resume, and hold the response", chosen => void resumeOne(chosen.id, { and_response: true })),
      { id: "held.all", keys: ["A"], label: "Resume all", scope: "held", run: () => void resumeEach() },
      at("edit", ["e"], "Edit the message", askEdit),
      at("answer", ["w"], "Answer by hand", setAnswering),
      at("drop", ["x"], "Drop: the client gets a page that says so", chosen => void dropOne(chosen.id)),
      at("kill", ["X"], "Kill: cut the client off", chosen => void killOne(chosen.id)),
      { id: "held.intercept", keys: ["i"], label: "Filter of what is held", scope: "detail", run: () => setAsked(count => count + 1) },
    );
  }, []);

  const soon = rows.filter(each => (secondsLeft(each.deadline, now.value) ?? Infinity) <= SOON).length;
  return (
    <div ref={box} class="sheet held">
      <header class="sheet-head">
        <h1>Held</h1>
        <p role="status">{list.value && (rows.length > 0 ? plural(rows.length, "message") : "No message is held.")}</p>
        {soon > 0 && <p class="soon" role="status">⚠ {plural(soon, "deadline")} within {SOON} s</p>}
        <span class="spring" />
        <button type="button" disabled={rows.length === 0} title="A" onClick={() => void resumeEach()}>Resume all</button>
      </header>
      {list.value && <InterceptBar intercept={list.value.intercept} held={rows.length} asked={asked} />}
      {failed.value !== null && <Failure error={failed.value} retry={() => void refresh()} />}
      {gone && <p class="held-gone" role="alert">{gone}</p>}
      {rows.length > 0 && (
        <div class="held-panes" style={{ "--held-share": `${share.value}%` }}>
          <HeldGrid rows={rows} chosen={row?.id ?? null} choose={choose} open={askEdit} />
          <Splitter value={share} orientation="horizontal" label="Border between the list and the editor" />
          {row && <Editor key={`${row.id} ${row.point}`} row={row} answer={() => setAnswering(row)} back={back} />}
        </div>
      )}
      {list.value && rows.length === 0 && !gone && <p class="empty">{list.value.intercept.filter ? "Messages that match the filter will wait here." : "Set a filter above, or hold a flow from the menu of the list."}</p>}
      {answering && <AnswerDialog row={answering} onClose={() => setAnswering(null)} />}
    </div>
  );
}

/** How often and at which pace the outcome of a hold is asked for, which is recorded after the message has left the list. */
const ASKED = 20;
const ASK_MS = 250;

/** What became of a hold that was not ended here. */
async function outcome(id: FlowId): Promise<string> {
  try {
    let last: { outcome: string | null; by: string } | undefined;
    for (let n = 0; n < ASKED && !last?.outcome; n++) {
      if (n > 0) await new Promise(again => setTimeout(again, ASK_MS));
      last = (await get<HeldFlow & { holds?: { outcome: string | null; by: string }[] }>(`/flows/${id}`)).holds?.at(-1);
    }
    if (!last?.outcome) return `Flow ${id} is not held any more.`;
    return `Flow ${id} is not held any more: ${OUTCOMES[last.outcome] ?? last.outcome}${last.by ? `, by ${last.by}` : ""}.`;
  } catch {
    return `Flow ${id} is not held any more.`;
  }
}

const OUTCOMES: Readonly<Record<string, string>> = {
  resumed: "it was sent on", edited: "it was sent on with changes", answered: "it was answered", dropped: "it was dropped", killed: "it was cut off",
  "timed-out": "its deadline passed", "client-left": "its client left", failed: "the exchange failed",
};
