// What is kept in the browser: one signal for each name, written through at each change.
import { signal, type Signal } from "@preact/signals";

const PREFIX = "steno.";

export function read(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null; // a browser that forbids storage
  }
}

export function write(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // the page goes on without what it wanted to keep
  }
}

/** A value that outlives the page. Other tabs get it when they are loaded. */
export function stored<T>(name: string, initial: T): Signal<T> {
  const text = read(name);
  let value = initial;
  try {
    if (text !== null) value = JSON.parse(text) as T;
  } catch {
    // written by another version: begin anew
  }
  const kept = signal(value);
  let first = true;
  kept.subscribe(now => {
    if (!first) write(name, JSON.stringify(now));
    first = false;
  });
  return kept;
}
