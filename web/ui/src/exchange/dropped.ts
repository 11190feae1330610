// Files that are dropped anywhere on the page, and the ways to the sheets of import and export, which are loaded when they are opened.
import { signal } from "@preact/signals";
import { overlay } from "../frame/overlays";

/** Files that wait for the sheet, which takes them. */
export const dropped = signal<readonly File[]>([]);
/** Whether files are dragged over the page. */
export const dragged = signal(false);

export function askImport(): void {
  overlay.value = "importing";
}

export function askExport(): void {
  overlay.value = "exporting";
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** A file that is dropped beside the list would otherwise be opened in place of the page. */
export function startDropping(): void {
  const over = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    dragged.value = true;
  };
  addEventListener("dragenter", over);
  addEventListener("dragover", over);
  addEventListener("dragleave", event => {
    if (event.relatedTarget === null) dragged.value = false; // left the window
  });
  addEventListener("drop", event => {
    dragged.value = false;
    if (!hasFiles(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    dropped.value = [...dropped.value, ...files];
    askImport();
  });
}
