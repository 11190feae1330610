// Short messages at the foot of the page; one with an undo delays its command until it is gone.
import { signal } from "@preact/signals";
import { isAbort } from "../api";
import { text } from "../strings";
import { Icon } from "./icon";

interface Toast {
  id: number;
  kind: "info" | "error";
  text: string;
  undo?: (() => void) | undefined;
  /** What happens once the message is gone, by itself or by its button. */
  gone?: (() => void) | undefined;
}

const SHORT_MS = 5000;
const ERROR_MS = 12_000;
const UNDO_MS = 8000;

const toasts = signal<Toast[]>([]);
let last = 0;

function show(toast: Omit<Toast, "id">, ms: number): number {
  const shown = { ...toast, id: ++last };
  toasts.value = [...toasts.value, shown];
  setTimeout(() => dismiss(shown), ms);
  return shown.id;
}

function dismiss(toast: Toast): void {
  if (close(toast.id)) toast.gone?.();
}

function close(id: number): boolean {
  const there = toasts.value.some(toast => toast.id === id);
  toasts.value = toasts.value.filter(toast => toast.id !== id);
  return there;
}

export function toast(message: string): void {
  show({ kind: "info", text: message }, SHORT_MS);
}

/** Says what failed; an abort is nothing to say. */
export function toastError(error: unknown): void {
  if (!isAbort(error)) show({ kind: "error", text: error instanceof Error ? error.message : String(error) }, ERROR_MS);
}

/** Says what will happen and does it after eight seconds, unless it is undone. */
export function toastUndo(message: string, commit: () => void, undone?: () => void): void {
  const leaving = () => {
    if (close(id)) commit();
  };
  const id = show({ kind: "info", text: message, undo: () => {
    removeEventListener("pagehide", leaving);
    if (close(id)) undone?.();
  }, gone: () => {
    removeEventListener("pagehide", leaving);
    commit();
  } }, UNDO_MS);
  addEventListener("pagehide", leaving);
}

/** What a key undoes: the newest of what can be. */
export function undoLast(): void {
  toasts.value.filter(each => each.undo).at(-1)?.undo?.();
}

export function undoable(): boolean {
  return toasts.value.some(each => each.undo);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(each => (
        <div key={each.id} class={`toast ${each.kind}`}>
          {each.kind === "error" && <Icon name="triangle-alert" />}
          <span>{each.text}</span>
          {each.undo && <button type="button" class="link" onClick={each.undo}>{text.common.undo}</button>}
          <button type="button" class="quiet" aria-label={text.common.close} onClick={() => dismiss(each)}><Icon name="x" /></button>
        </div>
      ))}
    </div>
  );
}
