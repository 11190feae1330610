// The pages of the navigation, in order. A page is a module of src/pages whose default export is its component; it is
// loaded when it is first opened. The list of flows is always there and is no module of its own.
import { computed, type ReadonlySignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { logErrors, status } from "./session";
import { count } from "./format";
import { opened } from "./opened";
import { text } from "./strings";
import { styled } from "./ui/sheets";

export interface Page {
  id: string;
  label: string;
  icon: string;
  /** Absent for the list of flows. */
  load?: () => Promise<{ default: ComponentType<object> }>;
  /** A short text beside the label; empty if there is none. */
  badge?: ReadonlySignal<string>;
  /** Not in the navigation, but opened by an action. */
  hidden?: boolean;
}

const held = computed(() => (status.value?.held ? count(status.value.held) : ""));
const errors = computed(() => (logErrors.value ? count(logErrors.value) : ""));

/** Pages about what is recorded now. */
const OF_RECORDER = ["compose", "held", "rules", "options", "log"];

export const pages: Page[] = ([
  { id: "flows", label: text.pages.flows, icon: "list" },
  { id: "tree", label: text.pages.tree, icon: "folder-tree", load: styled(() => import("./pages/tree")) },
  { id: "compose", label: text.pages.compose, icon: "send", load: styled(() => import("./pages/compose")) },
  { id: "held", label: text.pages.held, icon: "pause", load: styled(() => import("./pages/held")), badge: held },
  { id: "rules", label: text.pages.rules, icon: "list-ordered", load: styled(() => import("./pages/rules")) },
  { id: "statistics", label: text.pages.statistics, icon: "gauge", load: styled(() => import("./pages/statistics")) },
  { id: "connections", label: text.pages.connections, icon: "network", load: styled(() => import("./pages/connections")) },
  { id: "options", label: text.pages.options, icon: "settings", load: styled(() => import("./pages/options")) },
  { id: "log", label: text.pages.log, icon: "scroll-text", load: styled(() => import("./pages/log")), badge: errors },
  { id: "compare", label: text.pages.compare, icon: "file-diff", load: styled(() => import("./pages/compare")), hidden: true },
  { id: "diff", label: text.pages.diff, icon: "file-diff", load: styled(() => import("./pages/diff")), hidden: true },
] satisfies Page[]).filter(page => !opened || !OF_RECORDER.includes(page.id));
