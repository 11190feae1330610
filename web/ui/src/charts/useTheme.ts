import { useEffect, useState } from "preact/hooks";
import { theme } from "../theme";

/** Changes whenever the colours of the page do: canvases that depend on it are drawn again. */
export function useTheme(): string {
  const [system, setSystem] = useState(0);
  useEffect(() => {
    const queries = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"].map(matchMedia);
    const changed = () => setSystem(number => number + 1);
    for (const query of queries) query.addEventListener("change", changed);
    return () => {
      for (const query of queries) query.removeEventListener("change", changed);
    };
  }, []);
  return `${theme.value}${system}`;
}
