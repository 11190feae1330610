// What lies over the page, one at a time. Each is loaded when it is first opened and gets `onClose`.
import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { Lazy } from "../ui/lazy";
import { styled } from "../ui/sheets";

export type Overlay = "palette" | "keyhelp" | "importing" | "exporting";

export const overlay = signal<Overlay | null>(null);
/** What the palette begins with. */
export const overlayText = signal("");

const loaders = {
  palette: styled(() => import("./palette")),
  keyhelp: styled(() => import("./keyhelp")),
  importing: styled(() => import("../exchange/importing")),
  exporting: styled(() => import("../exchange/exporting")),
};

export function Overlays() {
  const open = overlay.value;
  return open && <Lazy key={open} load={loaders[open]} props={{ onClose: () => void (overlay.value = null) }} meanwhile={<Keys of={open} />} />;
}

/** While it is loaded, keys are not for what is below; what is typed is what the palette begins with. */
function Keys({ of }: { of: Overlay }) {
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      event.stopPropagation();
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (event.key === "Escape") overlay.value = null;
      else if (of === "palette" && event.key.length === 1) overlayText.value += event.key;
    };
    addEventListener("keydown", pressed, true);
    return () => removeEventListener("keydown", pressed, true);
  }, []);
  return <div class="loading" aria-busy="true" />;
}
