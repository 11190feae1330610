/** The held messages, the one that waits longest first. */
import { useLayoutEffect, useMemo } from "preact/hooks";
import { duration } from "../format";
import { Shown } from "../viewers/spans";
import { RankModel } from "../viewers/scroll";
import { ScrollPane, Scroller } from "../viewers/scrollpane";
import type { HeldRow } from "./calls";
import { now } from "./feed";
import { drafts } from "./state";
import { type FlowId } from "../flowid";

const ROW = 26;
/** Seconds before the deadline from which it is a warning. */
export const SOON = 15;

interface Props {
  rows: readonly HeldRow[];
  chosen: FlowId | null;
  choose: (id: FlowId) => void;
  open: () => void;
}

export function HeldGrid({ rows, chosen, choose, open }: Props) {
  const scroller = useMemo(() => new Scroller(new RankModel(ROW), ROW), []);
  const { model } = scroller;
  const at = rows.findIndex(row => row.id === chosen);
  if (model.count !== rows.length) {
    model.count = rows.length;
    scroller.jumped = true;
  }
  useLayoutEffect(() => {
    if (at < 0) return;
    model.reveal(at);
    scroller.jump();
  }, [at]);

  function to(rank: number): void {
    const row = rows[Math.max(0, Math.min(rows.length - 1, rank))];
    if (row) choose(row.id);
  }

  function key(event: KeyboardEvent, fits: number): boolean {
    const page = Math.max(1, Math.floor(fits) - 1);
    switch (event.key) {
      case "ArrowDown": case "j": to(at + 1); break;
      case "ArrowUp": case "k": to(at - 1); break;
      case "PageDown": to(at + page); break;
      case "PageUp": to(at - page); break;
      case "Home": to(0); break;
      case "End": case "G": to(rows.length - 1); break;
      case "Enter": if (at >= 0) open(); break;
      default: return false;
    }
    return true;
  }

  function draw(fits: number) {
    const first = Math.floor(model.top);
    return rows.slice(first, first + Math.ceil(fits) + 1).map((row, index) => (
      <Row key={row.id} row={row} rank={first + index} chosen={row.id === chosen} choose={choose} />
    ));
  }

  return (
    <>
    <div class="held-head" aria-hidden="true">
      <span class="h-id">Flow</span><span class="h-point">Held</span><span class="h-age">For</span><span class="h-deadline">Deadline</span><span class="h-method">Method</span>
      <span class="h-status" /><span class="h-url">URL</span><span class="h-why">By</span>
    </div>
    <ScrollPane scroller={scroller} label="Held messages" rows={draw} onKey={key} role="grid" class="held-grid"
      attributes={{ "aria-rowcount": rows.length, "aria-activedescendant": at < 0 ? undefined : `held-${chosen}`, "data-first": "", "data-keys": "held" }} />
    </>
  );
}

function Row({ row, rank, chosen, choose }: { row: HeldRow; rank: number; chosen: boolean; choose: (id: FlowId) => void }) {
  const draft = drafts.value.has(row.id);
  return (
    <div id={`held-${row.id}`} role="row" aria-rowindex={rank + 1} aria-selected={chosen} class={`held-row ${chosen ? "focused" : ""}`} style={{ height: `${ROW}px` }} onClick={() => choose(row.id)}>
      <span role="gridcell" class="h-id">{row.id}</span>
      <span role="gridcell" class="h-point">{pointText(row.point)}{draft && <b title="A draft that is not saved"> ✎</b>}</span>
      <span role="gridcell" class="h-age" title={`since ${row.since}`}>{age(row.since, now.value)}</span>
      <Deadline row={row} />
      <span role="gridcell" class="h-method"><Shown text={row.method ?? ""} /></span>
      <span role="gridcell" class="h-status">{row.status ?? ""}</span>
      <span role="gridcell" class="h-url mono" title={row.url}><Shown text={row.url} /></span>
      <span role="gridcell" class="h-why" title={row.why}><Shown text={row.why} /></span>
    </div>
  );
}

function Deadline({ row }: { row: HeldRow }) {
  const left = secondsLeft(row.deadline, now.value);
  if (left === null) return <span role="gridcell" class="h-deadline" />;
  return <span role="gridcell" class={`h-deadline ${left <= SOON ? "soon" : ""}`} title={`until ${row.deadline}`}>{left <= SOON && <span aria-hidden="true">⚠ </span>}{duration(left * 1000)} left</span>;
}

/** Whole seconds until a time; null if there is none. */
export function secondsLeft(deadline: string | null, at: number): number | null {
  return deadline === null ? null : Math.max(0, Math.ceil((Date.parse(deadline) - at) / 1000));
}

function age(since: string, at: number): string {
  return duration(Math.max(0, Math.floor((at - Date.parse(since)) / 1000)) * 1000);
}

export function pointText(point: string): string {
  return point === "request-head" ? "request, head" : point === "response-head" ? "response, head" : point;
}
