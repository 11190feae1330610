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

/** What belongs to this tab: it outlives a reload, and goes with the tab. Null if there is none. */
export function readOfTab(name: string): string | null {
  try {
    return sessionStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Returns whether it was kept: there may be too much of it. */
export function writeOfTab(name: string, value: string): boolean {
  try {
    sessionStorage.setItem(PREFIX + name, value);
    return true;
  } catch {
    return false;
  }
}
