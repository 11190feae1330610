// Light, dark or high contrast; by default what the system says.
import { effect } from "@preact/signals";
import { stored } from "./store";

export type Theme = "system" | "light" | "dark" | "contrast";
export type Density = "compact" | "comfortable";

export const theme = stored<Theme>("theme", "system");
export const density = stored<Density>("density", "compact");

/** Height of a row of lists, in pixels. */
export function rowHeight(): number {
  return density.value === "comfortable" ? 28 : 24;
}

export function applyTheme(): void {
  effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
    document.documentElement.dataset["density"] = density.value;
  });
}
