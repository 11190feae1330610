// The page that compares two to four flows, part by part.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { get, isAbort } from "../api";
import { compared, type Comparison, DEFAULT_IGNORED, type ShownPart } from "../compare/comparison";
import { marked, pairShown } from "../compare/marked";
import { pieces } from "../compare/pieces";
import { nameOfRevision } from "../detail/revisions";
import { showRevision } from "../detail/shown";
import { addActions } from "../keys";
import { openFlow } from "../list/state";
import { go, param } from "../router";
import { stored } from "../store";
import { text } from "../strings";
import { Icon } from "../ui/icon";
import { KeptInput } from "../ui/keptinput";
import { Failure } from "../viewers/failure";
import { Shown } from "../viewers/spans";
import { parseFlowId } from "../flowid";

/** What does not count as a difference: names of fields, cookies, parameters or paths; `*` stands for anything. */
const ignored = stored<readonly string[]>("compare-ignore", DEFAULT_IGNORED);
const onlyDifferent = stored("compare-different", true);
const ids = param("ids");

export default function Compare() {
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const list = ids.value.split(",").filter(id => /^\d+(\.\d+)?(@(original|\d+))?$/.test(id));
  const isOne = new Set(list.map(id => id.split("@")[0])).size === 1; // revisions of one flow: each difference was made by someone
  useEffect(() => {
    if (list.length < 2) return undefined;
    const abort = new AbortController();
    get<Comparison>("/flows/compare", { ids: list.join(",") }, abort.signal).then(
      answer => (setComparison(answer), setError(null)),
      reason => void (isAbort(reason) || setError(reason)),
    );
    return () => abort.abort();
  }, [ids.value, attempt]);
  useLayoutEffect(() => addActions({ id: "compare.close", keys: ["Escape"], label: "Back", scope: "detail", run: close }), []);
  const body = useRef<HTMLDivElement>(null);
  // The button that led here is gone; keys work where the focus is.
  useLayoutEffect(() => void (document.activeElement === document.body && body.current?.focus()), [comparison !== null]);
  const parts = useMemo(() => (comparison ? compared(comparison, isOne ? [] : ignored.value) : []), [comparison, isOne, ignored.value]);

  if (list.length < 2) return <p class="empty">Press c on a flow and c again on another one; they are compared here.</p>;
  if (error !== null) return <Failure error={error} retry={() => setAttempt(attempt + 1)} />;
  if (comparison === null) return <div class="loading" aria-busy="true" />;
  const differences = parts.reduce((sum, part) => sum + part.differences, 0);
  return (
    <div class="compare">
      <h1 class="sr">{text.pages.compare}</h1>
      <div class="body-tools" role="toolbar" aria-label="Comparison">
        <span role="status">{differences === 0 ? "No difference" : `${differences} ${differences === 1 ? "difference" : "differences"}`}</span>
        <label><input type="checkbox" checked={onlyDifferent.value} onChange={event => void (onlyDifferent.value = event.currentTarget.checked)} /> only differences</label>
        {isOne ? <span class="grow" /> : <><label class="grow">ignore <KeptInput type="text" aria-label="Names that are ignored, separated by commas" value={ignored.value.join(", ")} spellcheck={false}
          keep={names => void (ignored.value = names.split(",").map(name => name.trim()).filter(Boolean))} /></label>
        <button type="button" onClick={() => void (ignored.value = DEFAULT_IGNORED)}>Default</button></>}
        <button type="button" class="quiet" aria-label="Close" onClick={close}><Icon name="x" /></button>
      </div>
      <div ref={body} class="compare-body" tabIndex={0} role="region" aria-label="Differences" data-first>
        <table>
          <thead><tr><th class="key" scope="col">part</th>{list.map(id => <th key={id} scope="col"><button type="button" class="link" onClick={() => open(id)}>{nameOfRevision(id)}</button></th>)}</tr></thead>
          {parts.map(part => <Part key={part.part} part={part} columns={list.length} />)}
        </table>
      </div>
    </div>
  );
}

function Part({ part, columns }: { part: ShownPart; columns: number }) {
  const rows = onlyDifferent.value ? part.rows.filter(row => row.state === "differs") : part.rows;
  const same = part.rows.filter(row => row.state === "same").length;
  const left = part.rows.filter(row => row.state === "ignored").length;
  return (
    <tbody>
      <tr class="part"><th colSpan={columns + 1} scope="rowgroup">{part.part} <span class="s-comment">{part.differences === 0 ? "the same" : `${part.differences} of ${part.rows.length} differ`}{left > 0 && `, ${left} ignored`}{onlyDifferent.value && same > 0 && part.differences > 0 && `, ${same} the same`}{part.omitted > 0 && `, ${part.omitted} more rows are left out`}{part.note && `, ${part.note}`}</span></th></tr>
      {rows.map((row, index) => (
        <tr key={index} class={row.state}>
          <th class="key" scope="row"><Shown text={row.key} /></th>
          {row.values.map((value, column) => <td key={column}>{value === null ? <span class="absent">absent</span>
            : row.state === "same" || column === 0 || row.values[0] === null || row.values[0] === undefined ? <Shown text={value} />
            : pieces(row.values[0], value).map((piece, at) => (piece.differs ? <mark key={at}><Shown text={piece.text} /></mark> : <Shown key={at} text={piece.text} />))}</td>)}
        </tr>
      ))}
    </tbody>
  );
}

function open(id: string): void {
  const [number = "", revision = ""] = id.split("@");
  const flow = parseFlowId(number);
  go("flows", { ids: null });
  openFlow(flow);
  showRevision(flow, revision);
}

function close(): void {
  marked.value = [];
  go(ids.value === pairShown.value.ids ? pairShown.value.from : "flows", { ids: null });
}
