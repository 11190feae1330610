/** Hosts and paths as a tree (WAI-ARIA treegrid): children are loaded when a node is opened, and a node is a filter. */
import { useEffect, useRef, useState } from "preact/hooks";
import { get, isAbort } from "../api";
import { count, duration, size, visible } from "../format";
import { filter } from "../list/state";
import { go } from "../router";
import { narrowed } from "../timeline/range";
import { EMPTY, keyAct, opened, rows, withChildren, type Children, type TreeNode, type TreeRow, type TreeState } from "../tree/model";

const PAGE = 500;
const ROWS_OF_A_PAGE = 20;

export default function Tree() {
  const of = filter.value;
  const [state, setState] = useState<TreeState>(EMPTY);
  const [at, setAt] = useState(0);
  const [error, setError] = useState("");
  const table = useRef<HTMLTableElement>(null);
  const abort = useRef(new AbortController());
  const load = async (path: string, from: number) => {
    try {
      const loaded = await get<Children>("/tree", { path, from, limit: PAGE, filter: of }, abort.current.signal);
      setState(before => withChildren(before, path, { nodes: loaded.nodes, more: Number(loaded.more) || 0 }, from > 0));
      setError("");
    } catch (e) {
      if (!isAbort(e)) setError(e instanceof Error ? e.message : String(e));
    }
  };
  useEffect(() => {
    abort.current = new AbortController();
    setState(EMPTY);
    setAt(0);
    void load("", 0);
    return () => abort.current.abort();
  }, [of]);
  const shown = rows(state);
  const set = (node: TreeNode) => go("flows", { f: narrowed(of, node.filter) });
  const toggle = (path: string, open: boolean) => {
    setState(before => opened(before, path, open));
    if (open && !state.children.has(path)) void load(path, 0);
  };
  const more = (row: TreeRow) => {
    if (row.kind === "more") void load(row.path, state.children.get(row.path)?.nodes.length ?? 0);
  };
  const focus = (index: number) => {
    setAt(index);
    table.current?.querySelectorAll<HTMLElement>("tbody tr")[index]?.focus();
  };
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const row = shown[at];
    if (event.key === "Enter" && row && (event.target as HTMLElement).tagName === "TR") {
      event.preventDefault();
      if (row.kind === "node") set(row.node);
      else more(row);
      return;
    }
    const act = keyAct(event.key, shown, at, ROWS_OF_A_PAGE);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if ("move" in act) focus(act.move);
    else if ("open" in act) toggle(act.open, true);
    else toggle(act.close, false);
  };
  return (
    <div class="sheet tree">
      <header class="sheet-head">
        <h1>Tree</h1>
        <p>{of ? <code>{of}</code> : "All flows"}: hosts, and the segments of their paths. Enter shows the flows of a node.</p>
      </header>
      {error && (
        <p class="stat-error" role="alert">
          {error}{" "}
          <button type="button" onClick={() => void load("", 0)}>
            Retry
          </button>
        </p>
      )}
      <table ref={table} role="treegrid" aria-label="Hosts and paths" class="tree-grid" onKeyDown={key}>
        <thead>
          <tr>
            <th scope="col">Host, path</th>
            <th scope="col" class="number">Flows</th>
            <th scope="col" class="number">Errors</th>
            <th scope="col" class="number">Bytes</th>
            <th scope="col" class="number">p95</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            <Row
              key={row.kind === "node" ? row.node.path : `${row.kind} ${row.path}`}
              row={row}
              focused={index === at}
              onFocus={() => setAt(index)}
              toggle={toggle}
              set={set}
              more={more}
            />
          ))}
        </tbody>
      </table>
      {state.children.get("")?.nodes.length === 0 && <p class="empty">No flow matches.</p>}
    </div>
  );
}

interface RowProps {
  row: TreeRow;
  focused: boolean;
  onFocus(): void;
  toggle(path: string, open: boolean): void;
  set(node: TreeNode): void;
  more(row: TreeRow): void;
}

function Row({ row, focused, onFocus, toggle, set, more }: RowProps) {
  const indent = { paddingLeft: `${(row.level - 1) * 18 + 6}px` };
  const common = { tabIndex: focused ? 0 : -1, onFocus, "aria-level": row.level };
  if (row.kind === "loading") {
    return (
      <tr {...common}>
        <td colSpan={5} style={indent} role="gridcell">
          Loading…
        </td>
      </tr>
    );
  }
  if (row.kind === "more") {
    return (
      <tr {...common}>
        <td colSpan={5} style={indent} role="gridcell">
          <button type="button" tabIndex={-1} onClick={() => more(row)}>
            {count(row.more)} more
          </button>
        </td>
      </tr>
    );
  }
  const { node } = row;
  return (
    <tr {...common} aria-expanded={node.leaf ? undefined : row.open} aria-posinset={row.position} aria-setsize={row.of} onDblClick={() => set(node)}>
      <td style={indent} role="gridcell">
        {node.leaf ? (
          <span class="tree-leaf" />
        ) : (
          <button type="button" tabIndex={-1} class="quiet tree-toggle" aria-label={row.open ? `Close ${node.name}` : `Open ${node.name}`} onClick={() => toggle(node.path, !row.open)}>
            {row.open ? "▾" : "▸"}
          </button>
        )}
        <button type="button" tabIndex={-1} class="link tree-name" title={node.filter} onClick={() => set(node)}>
          {visible(node.name)}
        </button>
      </td>
      <td class="number" role="gridcell">{count(node.flows)}</td>
      <td class={node.errors ? "number bad" : "number"} role="gridcell">{node.errors ? count(node.errors) : ""}</td>
      <td class="number" role="gridcell">{size(node.bytes)}</td>
      <td class="number" role="gridcell">{duration(node.p95)}</td>
    </tr>
  );
}
