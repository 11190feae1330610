/** The actions of the page as the page of keys shows and changes them. */
import type { Action } from "../keys";

const PLACES: Record<string, string> = { page: "Everywhere", list: "In the list", detail: "In the detail and on pages", held: "In the list of held messages" };

export interface Place {
  scope: string;
  title: string;
  actions: Action[];
}

/** Actions by the place where their keys work; the whole page comes last. */
export function places(actions: Action[]): Place[] {
  const scopes = [...new Set(actions.map(action => action.scope))].sort((a, b) => Number(a === "page") - Number(b === "page"));
  return scopes.map(scope => ({
    scope,
    title: PLACES[scope] ?? scope,
    actions: actions.filter(action => action.scope === scope),
  }));
}

/** Another action that has a key in the same place, or in all places: the two would be in each other's way. */
export function conflict(key: string, of: Action, actions: Action[], keysOf: (action: Action) => string[]): Action | null {
  const near = (action: Action) => action.scope === of.scope || action.scope === "page" || of.scope === "page";
  const meets = (other: string) => other === key || other.startsWith(`${key} `) || key.startsWith(`${other} `);
  return actions.find(action => action.id !== of.id && near(action) && keysOf(action).some(meets)) ?? null;
}

const RESERVED = new Set(["Tab", "Shift+Tab", "Ctrl+w", "Ctrl+t", "Ctrl+n", "Ctrl+Shift+n", "Ctrl+Shift+t", "Ctrl+q", "Ctrl+r", "Ctrl+l", "F5", "F11", "Escape", "Enter", "Space"]);

/** Why a key cannot be chosen; null if it can. */
export function refusedKey(key: string): string | null {
  if (RESERVED.has(key)) return `${key} belongs to the browser or to moving about, and stays with it.`;
  if (/^Ctrl\+\d$/.test(key)) return `${key} chooses a tab of the browser.`;
  return null;
}

/** A key as people write it. */
export function keyLabel(key: string): string {
  const names: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" };
  return key
    .split(" ")
    .map(part => part.split(/\+(?=.)/).map(each => names[each] ?? each).join("+"))
    .join(" then ");
}
