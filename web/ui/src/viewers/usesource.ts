// A source of bytes for as long as a viewer is shown.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type BodyPlace, fetchOf, samePlace } from "./bodysource";
import { ByteSource } from "./source";

export interface Opened {
  readonly source: ByteSource;
  /** What failed last; null if nothing did. */
  readonly error: unknown;
  retry(): void;
}

/** @param changed called when bytes arrived, before the viewer is drawn */
export function useSource(place: BodyPlace, decoded: boolean, size: number, exact: boolean, revision: number, changed: (source: ByteSource) => void): Opened {
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const first = useRef<ByteSource | null>(null);
  const source = useMemo(() => {
    const made: ByteSource = new ByteSource(fetchOf(place, decoded), size, exact, () => {
      setError(null);
      changed(made);
    }, setError);
    return made;
  }, [samePlace(place), decoded, attempt]);
  useEffect(() => () => source.close(), [source]);
  useEffect(() => {
    if (first.current === source) source.grown(Math.max(size, decoded ? source.size : 0), exact);
    first.current = source;
  }, [source, size, exact, revision]);
  return { source, error, retry: () => setAttempt(now => now + 1) };
}
