// JSON as a tree: numbers as they are written, the path of a node, copies of it.
import { useMemo, useState } from "preact/hooks";
import { toast } from "../ui/toast";
import { useLatest } from "./latest";
import { foldedAtFirst, JsonTape, unquote, visible } from "./jsontape";
import { RankModel } from "./scroll";
import { ScrollPane, Scroller } from "./scrollpane";
import { Shown } from "./spans";
import { ROW } from "./textview";

/** The longest value that is shown as a whole; the rest is a copy away. */
const LONGEST = 2_000;

export function TreeView({ text, label }: { text: string; label: string }) {
  const tape = useMemo(() => new JsonTape(text), [text]);
  const scroller = useMemo(() => new Scroller(new RankModel(ROW), ROW), [tape]);
  const [folded, setFolded] = useState<ReadonlySet<number>>(() => foldedAtFirst(tape));
  const shown = useMemo(() => visible(tape, folded), [tape, folded]);
  const focus = useLatest(0);
  const { model } = scroller;
  model.count = shown.length;
  const at = (): number => Math.max(0, place(shown, focus.value));
  const focused = (): number => shown[at()] ?? 0;

  function go(row: number): void {
    const next = Math.max(0, Math.min(shown.length - 1, row));
    focus.value = shown[next] ?? 0;
    model.reveal(next);
    scroller.jump();
  }

  function fold(target: number, closed: boolean): void {
    const next = new Set(folded);
    if (closed) next.add(target);
    else next.delete(target);
    setFolded(next);
    focus.value = target;
    scroller.refresh();
  }

  function key(event: KeyboardEvent, fits: number): boolean {
    const page = Math.max(1, Math.floor(fits) - 1);
    const row = at();
    const node = focused();
    switch (event.key) {
      case "ArrowDown": go(row + 1); break;
      case "ArrowUp": go(row - 1); break;
      case "PageDown": go(row + page); break;
      case "PageUp": go(row - page); break;
      case "Home": go(0); break;
      case "End": go(shown.length - 1); break;
      case "ArrowRight":
        if (tape.isContainer(node) && folded.has(node)) fold(node, false);
        else if (tape.isContainer(node) && tape.after(node) > node + 1) go(row + 1);
        break;
      case "ArrowLeft":
        if (tape.isContainer(node) && !folded.has(node)) fold(node, true);
        else if (tape.parent(node) >= 0) go(place(shown, tape.parent(node)));
        break;
      case "Enter":
        if (tape.isContainer(node)) fold(node, !folded.has(node));
        break;
      case "*": setFolded(new Set()); break;
      default: return false;
    }
    return true;
  }

  function copy(what: string, value: string): void {
    navigator.clipboard.writeText(value).then(() => toast(`Copied the ${what}`), () => toast("The browser refused the clipboard"));
  }

  const node = focused();
  function draw(fits: number) {
    const first = Math.floor(model.top);
    const rows = [];
    for (let row = first; row < Math.min(shown.length, first + Math.ceil(fits) + 1); row++) {
      const each = shown[row]!;
      const container = tape.isContainer(each);
      const depth = tape.depth(each);
      rows.push(
        <div key={each} id={`node-${each}`} role="treeitem" aria-level={depth + 1} aria-expanded={container ? !folded.has(each) : undefined}
          aria-selected={each === node} class={`line tree-line ${each === node ? "focused" : ""}`} style={{ height: `${ROW}px`, paddingLeft: `${Math.min(depth, 40) * 16 + 4}px` }}
          onClick={() => (container && each === node ? fold(each, !folded.has(each)) : void (focus.value = each))}>
          <span class="fold" aria-hidden="true">{container ? (folded.has(each) ? "▸" : "▾") : ""}</span>
          <Label tape={tape} node={each} /><Value tape={tape} node={each} />
        </div>,
      );
    }
    return rows;
  }

  return (
    <div class="viewer-box">
      <ScrollPane scroller={scroller} label={label} rows={draw} onKey={key} class="code" role="tree" attributes={{ "aria-activedescendant": `node-${node}` }} />
      <div class="viewer-foot">
        <code class="path" aria-live="polite"><Shown text={tape.size === 0 ? "" : tape.path(node)} /></code>
        {tape.problem !== undefined && <span class="banner-text">not JSON from character {tape.problem.toLocaleString("en")} on</span>}
        <button type="button" onClick={() => copy("path", tape.path(node))}>Copy path</button>
        <button type="button" onClick={() => copy("value", tape.kind(node) === "string" ? unquote(tape.source(node)) : tape.source(node))}>Copy value</button>
      </div>
    </div>
  );
}

function Label({ tape, node }: { tape: JsonTape; node: number }) {
  const key = tape.key(node);
  if (key !== undefined) return <><span class="s-key"><Shown text={key} /></span><span class="s-punctuation">: </span></>;
  return tape.parent(node) >= 0 ? <><span class="s-comment">{tape.index(node)}</span><span class="s-punctuation">: </span></> : null;
}

function Value({ tape, node }: { tape: JsonTape; node: number }) {
  const kind = tape.kind(node);
  if (kind === "object" || kind === "array") {
    const children = tape.children(node);
    return <span class="s-comment">{kind === "object" ? `{${children}}` : `[${children}]`}</span>;
  }
  const source = tape.source(node);
  const cut = source.length > LONGEST;
  return <><span class={`s-${kind}`}><Shown text={cut ? source.slice(0, LONGEST) : source} /></span>{cut && <span class="s-note"> … {source.length - LONGEST} more characters</span>}</>;
}

/** The row of a node, or of the last node before it that is shown. */
function place(shown: Int32Array, node: number): number {
  let low = 0;
  let high = shown.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (shown[middle]! <= node) low = middle;
    else high = middle - 1;
  }
  return low;
}
