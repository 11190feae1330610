// A menu at a point or below its button, moved through by arrow keys and first letters.
import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

export interface MenuItem {
  label: string;
  /** Keys that do the same. */
  keys?: string | undefined;
  run?: () => void;
  checked?: boolean;
  /** Why it cannot be chosen. */
  disabled?: string | null | undefined;
  danger?: boolean;
  /** A line above. */
  begins?: boolean;
}

const open = signal<{ x: number; y: number; label: string; items: MenuItem[]; before: Element | null } | null>(null);

export function openMenu(label: string, x: number, y: number, items: MenuItem[]): void {
  open.value = { x, y, label, items, before: document.activeElement };
}

export function openMenuAt(label: string, element: Element, items: MenuItem[]): void {
  const box = element.getBoundingClientRect();
  openMenu(label, box.left, box.bottom + 2, items);
}

function shut(): void {
  const before = open.value?.before;
  open.value = null;
  if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
}

function choose(item: MenuItem): void {
  if (item.disabled) return;
  shut();
  item.run?.();
}

function key(event: KeyboardEvent): void {
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role^=menuitem]")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : event.key === "Home" ? 0 : event.key === "End" ? -1 : null;
  event.stopPropagation();
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    shut();
  } else if (to !== null) {
    event.preventDefault();
    items.at(to % items.length)?.focus();
  } else if (event.key.length === 1 && event.key !== " ") {
    const rest = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    rest.find(item => item.textContent?.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  }
}

export function Menus() {
  const element = useRef<HTMLDivElement>(null);
  const menu = open.value;
  useLayoutEffect(() => {
    const box = element.current;
    if (!menu || !box) return;
    box.style.left = `${Math.max(4, Math.min(menu.x, innerWidth - box.offsetWidth - 4))}px`;
    box.style.top = `${Math.max(4, Math.min(menu.y, innerHeight - box.offsetHeight - 4))}px`;
    (box.querySelector<HTMLElement>("[aria-checked=true]") ?? box.querySelector<HTMLElement>("[role^=menuitem]"))?.focus();
  }, [menu]);
  if (!menu) return null;
  return (
    <div class="menu-ground" onPointerDown={event => event.target === event.currentTarget && shut()} onContextMenu={event => event.preventDefault()}>
      <div ref={element} class="menu" role="menu" aria-label={menu.label} onKeyDown={key}>
        {menu.items.map(item => (
          <button key={item.label} type="button" tabIndex={-1} role={item.checked === undefined ? "menuitem" : "menuitemcheckbox"}
            aria-checked={item.checked} aria-disabled={item.disabled ? "true" : undefined} title={item.disabled ?? undefined}
            class={`${item.danger ? "danger" : ""} ${item.begins ? "begins" : ""}`} onClick={() => choose(item)}>
            <span class="tick" aria-hidden="true">{item.checked ? "✓" : ""}</span>
            <span>{item.label}</span>
            {item.keys && <kbd>{item.keys}</kbd>}
          </button>
        ))}
      </div>
    </div>
  );
}
