// A source of bytes for as long as a viewer is shown.
import { useEffect, useMemo, useState } from "preact/hooks";
import { type BodyPlace, fetchOf, samePlace } from "./bodysource";
import { ByteSource } from "./source";

export interface Opened {
  readonly source: ByteSource;
  /** What failed last; null if nothing did. */
  readonly error: unknown;
  retry(): void;
}

/** @param changed called when bytes arrived, before the viewer is drawn */
export function useSource(place: BodyPlace, decoded: boolean, size: number, exact: boolean, changed: (source: ByteSource) => void): Opened {
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const source = useMemo(() => {
    const made: ByteSource = new ByteSource(fetchOf(place, decoded), size, exact, () => {
      setError(null);
      changed(made);
    }, setError);
    return made;
  }, [samePlace(place), decoded, attempt]);
  useEffect(() => () => source.close(), [source]);
  useEffect(() => {
    if (size > source.size || (exact && !source.sizeIsExact && !decoded)) source.grown(size, exact);
  }, [source, size, exact]);
  return { source, error, retry: () => setAttempt(now => now + 1) };
}
