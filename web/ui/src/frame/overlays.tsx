// What lies over the page, one at a time. Each is loaded when it is first opened and gets `onClose`.
import { signal } from "@preact/signals";
import { Lazy } from "../ui/lazy";
import { styled } from "../ui/sheets";

export type Overlay = "palette" | "keyhelp";

export const overlay = signal<Overlay | null>(null);
/** What the palette begins with. */
export const overlayText = signal("");

const loaders = {
  palette: styled(() => import("./palette")),
  keyhelp: styled(() => import("./keyhelp")),
};

export function Overlays() {
  const open = overlay.value;
  return open && <Lazy key={open} load={loaders[open]} props={{ onClose: () => void (overlay.value = null) }} />;
}
