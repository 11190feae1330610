// Where the focus goes if what had it is gone.

/** In the order in which they are tried: what a page says is first, then what takes the focus by itself, then a pane. */
const FIRST = [".main [data-first]", ".main [tabindex='0']", ".main [data-pane][tabindex]"];

/** Gives the focus to the main pane of the page that is shown; the list of flows is there, hidden, on every page. */
export function focusMain(): void {
  for (const wanted of FIRST) {
    const shown = [...document.querySelectorAll<HTMLElement>(wanted)].find(each => each.getClientRects().length > 0);
    if (shown) return shown.focus();
  }
}

/** Gives the focus to the main pane if an element has it that is about to go. */
export function leaveFocus(going: Element | null): void {
  if (going?.contains(document.activeElement)) focusMain();
}
