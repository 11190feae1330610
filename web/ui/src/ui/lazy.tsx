// A component of a part that is loaded when it is first shown.
import type { ComponentChildren, ComponentType } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** How the part is loaded; the same function each time, since by it the part is known again. */
export type Loader<P> = () => Promise<{ default: ComponentType<P> }>;

interface Props<P> {
  load: Loader<P>;
  props: P;
  /** What is there until it is loaded. */
  meanwhile?: ComponentChildren;
}

const loaded = new Map<unknown, ComponentType<never>>();

export function Lazy<P extends object>({ load, props, meanwhile }: Props<P>) {
  const [failed, setFailed] = useState(false);
  const [, again] = useState(0);
  const Part = loaded.get(load) as ComponentType<P> | undefined;
  useLayoutEffect(() => {
    if (loaded.has(load)) return;
    load().then(
      module => {
        loaded.set(load, module.default as ComponentType<never>);
        again(n => n + 1);
      },
      () => setFailed(true),
    );
  }, [load]);
  if (Part) return <Part {...props} />;
  if (!failed) return meanwhile ?? <div class="loading" aria-busy="true" />;
  return (
    <p class="empty" role="alert">
      This part of the page could not be loaded; Steno may have been stopped or replaced by another version.{" "}
      <button type="button" onClick={() => location.reload()}>Reload</button>
    </p>
  );
}
