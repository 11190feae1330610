// Values that are kept by Steno and set from here.
import { useRef, useState } from "preact/hooks";

let readings = 0;

/** To be called as a reading of such values begins; returns its number. */
export function beginReading(): number {
  return ++readings;
}

/**
 * What was chosen here, until a reading tells the value that began after it was set: an older one would set it back for a
 * moment. Choices are sent one after another, in their order.
 *
 * @param told the value of the newest reading
 * @param reading the number of that reading
 */
export function useChosen<T>(told: T, reading: number): [T, (value: T, send: () => Promise<unknown>) => Promise<void>] {
  const [chosen, choose] = useState<{ value: T; until: number } | null>(null);
  const last = useRef({ sent: Promise.resolve() as Promise<unknown>, number: 0 });
  async function set(value: T, send: () => Promise<unknown>): Promise<void> {
    const number = ++last.current.number;
    choose({ value, until: Infinity });
    const sent = (last.current.sent = last.current.sent.then(send, send));
    try {
      await sent;
      if (number === last.current.number) choose({ value, until: readings });
    } catch (e) {
      if (number === last.current.number) choose(null);
      throw e;
    }
  }
  return [chosen && reading <= chosen.until ? chosen.value : told, set];
}
