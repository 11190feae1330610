// State that belongs to one thing, such as the text typed over a kept value.
import { useRef, useState } from "preact/hooks";

/** State that is the initial value again, in the same rendering, as soon as the key is another; an effect would come later, and undo what was typed before it. */
export function useKeyed<T>(key: unknown, initial: T): [T, (value: T) => void] {
  const held = useRef({ key, value: initial });
  const [, render] = useState(0);
  if (held.current.key !== key) held.current = { key, value: initial };
  return [held.current.value, value => {
    held.current = { key, value };
    render(count => count + 1);
  }];
}
