// The whole text of a cell that is cut off: shown by the pointer or on the focused row, stays under the pointer, goes by Escape.

const DELAY_MS = 350;

export function startTooltip(grid: HTMLElement): () => void {
  const tip = document.createElement("div");
  tip.className = "tooltip";
  tip.id = "list-tooltip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);
  let timer = 0;

  function show(cell: HTMLElement): void {
    if (cell.scrollWidth <= cell.clientWidth || !cell.isConnected) return;
    const box = cell.getBoundingClientRect();
    tip.textContent = cell.textContent;
    tip.hidden = false;
    tip.style.left = `${Math.max(4, Math.min(box.left, innerWidth - tip.offsetWidth - 4))}px`;
    const below = box.bottom + tip.offsetHeight < innerHeight;
    tip.style.top = `${below ? box.bottom - 1 : box.top - tip.offsetHeight + 1}px`;
  }

  function hide(): void {
    clearTimeout(timer);
    tip.hidden = true;
  }

  function over(event: PointerEvent): void {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>(".cell") : null;
    clearTimeout(timer);
    if (cell && event.pointerType === "mouse") timer = window.setTimeout(() => show(cell), DELAY_MS);
    else hide();
  }

  const leave = (event: PointerEvent) => {
    if (event.relatedTarget !== tip) hide();
  };
  const escape = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !tip.hidden) {
      hide();
      event.preventDefault();
      event.stopPropagation();
    } else hide();
  };
  grid.addEventListener("pointerover", over);
  grid.addEventListener("pointerleave", leave);
  grid.addEventListener("scroll", hide, { passive: true });
  grid.addEventListener("keydown", escape, true);
  tip.addEventListener("pointerleave", hide);
  return () => {
    hide();
    tip.remove();
    grid.removeEventListener("pointerover", over);
    grid.removeEventListener("pointerleave", leave);
    grid.removeEventListener("scroll", hide);
    grid.removeEventListener("keydown", escape, true);
  };
}
