/** The rows of the tree: which nodes are open, and what is known of their children. Immutable; pure. */

export interface TreeNode {
  name: string;
  path: string;
  flows: number;
  errors: number;
  bytes: number;
  p95: number | null;
  leaf: boolean;
  filter: string;
}

export interface Children {
  nodes: TreeNode[];
  /** How many further nodes the server has. */
  more: number;
}

export interface TreeState {
  children: ReadonlyMap<string, Children>;
  open: ReadonlySet<string>;
}

export type TreeRow =
  | { kind: "node"; node: TreeNode; level: number; open: boolean; position: number; of: number; parent: string | null }
  | { kind: "more"; path: string; level: number; more: number; parent: string | null }
  | { kind: "loading"; path: string; level: number; parent: string | null };

export const EMPTY: TreeState = { children: new Map(), open: new Set() };
const ROOT = "";

export function withChildren(state: TreeState, path: string, loaded: Children, append: boolean): TreeState {
  const children = new Map(state.children);
  const before = append ? (children.get(path)?.nodes ?? []) : [];
  children.set(path, { nodes: [...before, ...loaded.nodes], more: loaded.more });
  return { ...state, children };
}

export function opened(state: TreeState, path: string, open: boolean): TreeState {
  const next = new Set(state.open);
  if (open) next.add(path);
  else next.delete(path);
  return { ...state, open: next };
}

/** The rows that are shown, from the top. */
export function rows(state: TreeState): TreeRow[] {
  const all: TreeRow[] = [];
  add(state, ROOT, 1, null, all);
  return all;
}

function add(state: TreeState, path: string, level: number, parent: string | null, all: TreeRow[]): void {
  const children = state.children.get(path);
  if (!children) {
    all.push({ kind: "loading", path, level, parent });
    return;
  }
  children.nodes.forEach((node, index) => {
    const open = state.open.has(node.path) && !node.leaf;
    const of = children.nodes.length + children.more;
    all.push({ kind: "node", node, level, open, position: index + 1, of, parent });
    if (open) add(state, node.path, level + 1, node.path, all);
  });
  if (children.more > 0) all.push({ kind: "more", path, level, more: children.more, parent });
}

/** What a key of the treegrid pattern asks for at a row. */
export type TreeAct = { move: number } | { open: string } | { close: string } | null;

export function keyAct(key: string, shown: TreeRow[], at: number, page: number): TreeAct {
  const row = shown[at];
  const to = (index: number): TreeAct => ({ move: Math.max(0, Math.min(shown.length - 1, index)) });
  switch (key) {
    case "ArrowDown":
    case "j":
      return to(at + 1);
    case "ArrowUp":
    case "k":
      return to(at - 1);
    case "PageDown":
      return to(at + page);
    case "PageUp":
      return to(at - page);
    case "Home":
      return to(0);
    case "End":
      return to(shown.length - 1);
    case "ArrowRight":
      if (row?.kind !== "node" || row.node.leaf) return null;
      return row.open ? to(at + 1) : { open: row.node.path };
    case "ArrowLeft":
      if (row?.kind === "node" && row.open) return { close: row.node.path };
      return row?.parent ? to(indexOf(shown, row.parent)) : null;
    default:
      return null;
  }
}

function indexOf(shown: TreeRow[], path: string): number {
  return shown.findIndex(row => row.kind === "node" && row.node.path === path);
}
