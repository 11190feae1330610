/** A selection of bytes: the place where it began and where it goes to, both included. */
export interface Selection {
  readonly anchor: number;
  readonly focus: number;
}

export function rangeOf(selection: Selection): { from: number; to: number } {
  return { from: Math.min(selection.anchor, selection.focus), to: Math.max(selection.anchor, selection.focus) + 1 };
}

const WIDTH = 16;

/** The selection after a key: arrows move, with Shift they extend. Undefined if the key is none of them. */
export function movedBy(selection: Selection, key: string, extend: boolean, size: number, page: number): Selection | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -WIDTH,
    ArrowDown: WIDTH,
    PageUp: -WIDTH * page,
    PageDown: WIDTH * page,
  };
  let focus: number;
  if (key === "Home") focus = 0;
  else if (key === "End") focus = size - 1;
  else if (key in steps) {
    focus = selection.focus + steps[key]!;
    // beyond an end the column is kept, so that the way back is the same
    if (focus < 0 || focus >= size) focus = Math.abs(steps[key]!) >= WIDTH ? nearest(selection.focus, size, focus < 0) : selection.focus;
  } else return undefined;
  focus = Math.max(0, Math.min(size - 1, focus));
  return { anchor: extend ? selection.anchor : focus, focus };
}

function nearest(focus: number, size: number, up: boolean): number {
  if (up) return focus % WIDTH;
  const last = size - 1 - ((size - 1 - (focus % WIDTH)) % WIDTH);
  return last >= size ? focus : last;
}
