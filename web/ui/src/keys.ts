// Keys and what they do. An action belongs to a scope: the element with data-keys that holds the focus, or the page.
import { whyNoNotes, whyReadOnly } from "./opened";
import { stored } from "./store";

export interface Action {
  /** Unique, such as `list.down`; a changed key is kept under it. */
  id: string;
  /** `j`, `Ctrl+k`, `Shift+F6`, or two in a row: `y c`. Several are given as a list. */
  keys: string[];
  /** What it does, for the palette and the page of keys. */
  label: string;
  /** The value of data-keys of the place where the keys work; `page` is everywhere. */
  scope: string;
  run: (event?: Event) => void;
  /** Null if it can run, else why it cannot. */
  disabled?: () => string | null;
  /** Changes the session or sends something, so that it cannot run where a session is only read; notes may be taken there. */
  changes?: boolean | "notes";
  /** Works in a text field as well: for keys with Ctrl and for Escape. */
  inText?: boolean;
  /** The group of the context menu of flows that it belongs to: open, note, compare, copy, filter or edit. */
  menu?: string;
}

const actions = new Map<string, Action>();
/** Keys that a person changed, by action; an empty list is none. */
export const changedKeys = stored<Record<string, string[]>>("keys", {});
/** Whether keys that are a single character work (WCAG 2.1.4). */
export const characterKeys = stored("character-keys", true);

const SEQUENCE_MS = 1200;
let pending = "";
let pendingSince = 0;

/** Adds actions; returns how to take them away again. */
export function addActions(...given: Action[]): () => void {
  const added = given.map(action => (action.changes ? { ...action, disabled: () => (action.changes === "notes" ? whyNoNotes() : whyReadOnly()) ?? action.disabled?.() ?? null } : action));
  for (const action of added) actions.set(action.id, action);
  return () => {
    for (const action of added) if (actions.get(action.id) === action) actions.delete(action.id);
  };
}

export function allActions(): Action[] {
  return [...actions.values()];
}

export function keysOf(action: Action): string[] {
  return changedKeys.value[action.id] ?? action.keys;
}

/** Runs an action by its id; does nothing if it is not there or cannot run. */
export function run(id: string): void {
  const action = actions.get(id);
  if (action && !action.disabled?.()) action.run();
}

/** The name of a key press: modifiers in the order Ctrl, Alt, Shift; Shift only where the character does not say it. */
export function nameOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const single = event.key.length === 1;
  const ctrl = event.ctrlKey || event.metaKey;
  let name = ctrl ? "Ctrl+" : "";
  if (event.altKey) name += "Alt+";
  if (event.shiftKey && (!single || ctrl)) name += "Shift+";
  return name + (event.key === " " ? "Space" : ctrl && single ? event.key.toLowerCase() : event.key);
}

function isText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|reset|range|color|file)$/.test(target.type);
}

/** Whether the browser itself acts on a key here: Enter on a button or a link, the space bar on a switch, too. */
function isPressed(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof HTMLElement) || (name !== "Enter" && name !== "Space")) return false;
  return target.matches(name === "Enter" ? "button, a[href], summary" : "button, summary, input");
}

/** The scopes that an element is in, innermost first. */
function scopesOf(target: EventTarget | null): string[] {
  const scopes: string[] = [];
  // A page that was just left has the focus until the next frame.
  const isShown = target instanceof Element && !target.closest("[hidden]");
  for (let at = isShown ? target.closest("[data-keys]") : null; at; ) {
    scopes.push(at.getAttribute("data-keys") ?? "");
    at = at.parentElement?.closest("[data-keys]") ?? null;
  }
  scopes.push("page");
  return scopes;
}

/** Whether a single character may be a command here: in a list or a detail pane, never in text. */
function charactersWork(scopes: string[], text: boolean): boolean {
  return characterKeys.value && !text && scopes.length > 1;
}

function find(name: string, scopes: string[], text: boolean): Action | "more" | null {
  let more = false;
  for (const scope of scopes) {
    for (const action of actions.values()) {
      if (action.scope !== scope || (text && !action.inText)) continue;
      for (const key of keysOf(action)) {
        if (key === name) return action;
        if (key.startsWith(`${name} `)) more = true;
      }
    }
  }
  return more ? "more" : null;
}

let coming: (() => Promise<unknown>) | null = null;

/** Names what adds further actions, for which a key that has none waits; null once it has added them. */
export function expectActions(from: (() => Promise<unknown>) | null): void {
  coming = from;
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || /^(Shift|Control|Alt|Meta|AltGraph)$/.test(event.key)) return;
  const text = isText(event.target);
  const scopes = scopesOf(event.target);
  const name = nameOf(event);
  if (isPressed(event.target, name)) return;
  if (event.key.length === 1 && !/^(Ctrl|Alt)/.test(name) && !charactersWork(scopes, text)) return;
  const whole = pending && event.timeStamp - pendingSince < SEQUENCE_MS ? `${pending} ${name}` : name;
  let found = find(whole, scopes, text);
  if (!found && whole !== name) found = find(name, scopes, text);
  pending = found === "more" ? whole : "";
  pendingSince = event.timeStamp;
  if (!found) {
    void coming?.().then(() => {
      const late = find(name, scopes, text);
      if (late && late !== "more" && !late.disabled?.()) late.run(event);
    });
    return;
  }
  event.preventDefault();
  if (found !== "more" && !found.disabled?.()) found.run(event);
}

export function startKeys(): void {
  addEventListener("keydown", pressed);
}
