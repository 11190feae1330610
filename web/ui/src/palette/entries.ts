/** What the palette offers: actions of the page, commands, options, pages, presets and hosts. */
import { get } from "../api";
import { allActions, keysOf, type Action } from "../keys";
import { liveState } from "../live";
import { pages } from "../pages";
import { go } from "../router";
import { filter, openFlow, setFilter } from "../list/state";
import { read, stored } from "../store";
import type { Option } from "../options/field";
import type { Command } from "./line";
import { NO_FLOW, parseFlowId } from "../flowid";

export interface Entry {
  /** Unique; what was used last is kept by it. */
  id: string;
  kind: "action" | "command" | "option" | "page" | "preset" | "host" | "flow";
  label: string;
  help: string;
  keys: string[];
  /** Why it cannot be chosen; null if it can. */
  disabled: string | null;
  /** Does it; or returns the line to go on with. */
  run(): string | void;
}

interface Preset {
  name: string;
  filter: string;
}

interface Completed {
  items: { text: string; label?: string; count?: number }[];
}

const recent = stored<string[]>("palette-recent", []);
const MOST_RECENT = 30;

/** How long ago an entry was used: 0 for the last one, -1 for never. */
export function recency(entry: Entry): number {
  return recent.value.indexOf(entry.id);
}

export function used(entry: Entry): void {
  recent.value = [entry.id, ...recent.value.filter(id => id !== entry.id)].slice(0, MOST_RECENT);
}

/** Why nothing can be asked of Steno; null if it can. */
function offline(): string | null {
  return liveState.value === "lost" ? "The connection to Steno is lost." : null;
}

export function actionEntries(): Entry[] {
  return allActions()
    .filter(action => !action.id.startsWith("page.") && action.id !== "palette" && action.id !== "command-line")
    .map((action: Action) => ({
      id: `action ${action.id}`,
      kind: "action",
      label: action.label,
      help: "",
      keys: keysOf(action),
      disabled: action.disabled?.() ?? null,
      run: () => action.run(),
    }));
}

export function pageEntries(): Entry[] {
  const keys = new Map(allActions().map(action => [action.id, keysOf(action)]));
  return pages
    .filter(page => !page.hidden)
    .map(page => ({
      id: `page ${page.id}`,
      kind: "page",
      label: page.label,
      help: "page",
      keys: keys.get(`page.${page.id}`) ?? [],
      disabled: null,
      run: () => go(page.id),
    }));
}

export function commandEntries(commands: Command[]): Entry[] {
  return commands.map(command => ({
    id: `command ${command.name}`,
    kind: "command",
    label: command.name,
    help: command.help,
    keys: [],
    disabled: offline(),
    run: () => `:${command.name}${command.parameters.length ? " " : ""}`,
  }));
}

export function optionEntries(options: Option[]): Entry[] {
  return options.map(option => ({
    id: `option ${option.name}`,
    kind: "option",
    label: option.name,
    help: option.help,
    keys: [],
    disabled: offline(),
    run: () => go("options", { q: option.name }),
  }));
}

export function presetEntries(): Entry[] {
  let presets: Preset[] = [];
  try {
    presets = JSON.parse(read("presets") ?? "[]") as Preset[];
  } catch {
    // none kept
  }
  return presets.map(preset => ({
    id: `preset ${preset.name}`,
    kind: "preset",
    label: preset.name,
    help: preset.filter,
    keys: [],
    disabled: null,
    run: () => setFilter(preset.filter),
  }));
}

/** Hosts of the session that contain a text. */
export async function hostEntries(text: string, signal: AbortSignal): Promise<Entry[]> {
  const line = `host = ${text}`;
  const found = await get<Completed>("/filter/complete", { text: line, at: line.length }, signal);
  return found.items.slice(0, 10).map(item => {
    const name = (item.label ?? item.text).trim();
    return {
      id: `host ${name}`,
      kind: "host",
      label: name,
      help: item.count === undefined ? "host" : `host, ${item.count} flows`,
      keys: [],
      disabled: null,
      run: () => {
        setFilter(`host = ${/^[\w.:-]+$/.test(name) ? name : JSON.stringify(name)}`);
        if (filter.value) go("flows");
      },
    };
  });
}

/** The flow that `#12` names; null if the text names none. */
export function flowEntry(text: string): Entry | null {
  const id = text.trim().startsWith("#") ? parseFlowId(text) : NO_FLOW;
  if (id === NO_FLOW) return null;
  return {
    id: `flow ${id}`,
    kind: "flow",
    label: `#${id}`,
    help: "Go to this flow",
    keys: [],
    disabled: null,
    run: () => {
      go("flows");
      openFlow(id);
    },
  };
}
