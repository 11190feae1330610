// A state that key presses change: a key that comes before the next drawing sees what the one before it did.
import { useReducer, useRef } from "preact/hooks";

export interface Latest<T> {
  value: T;
}

export function useLatest<T>(initial: T | (() => T)): Latest<T> {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const latest = useRef<Latest<T> | null>(null);
  if (latest.current === null) {
    let now = typeof initial === "function" ? (initial as () => T)() : initial;
    latest.current = {
      get value() {
        return now;
      },
      set value(next: T) {
        now = next;
        draw(undefined as never);
      },
    };
  }
  return latest.current;
}
