// The view and the range of a body that the address names: a link leads to them, another flow does not have them.
import { useEffect, useRef } from "preact/hooks";
import { route, setParams } from "../router";
import { type FlowId } from "../flowid";

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A range as the address has it: `4096-5120`; the end is not part of it. */
export function rangeOf(text: string | undefined): Range | undefined {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? "");
  if (!match) return undefined;
  const [from, to] = [Number(match[1]), Number(match[2])];
  return to > from ? { from, to } : undefined;
}

/** @param flow the flow whose body is shown; 0 if it is not the one that the address may speak of */
export function useLinked(flow: FlowId): { view: string; at: Range | undefined } {
  const { flow: named = "", view = "", at = "" } = route.value.params;
  const before = useRef({ named, view, at });
  // what stayed in the address while another flow was opened was said of the flow before
  const stale = before.current.named !== named && before.current.view === view && before.current.at === at;
  useEffect(() => {
    before.current = stale ? { named, view: "", at: "" } : { named, view, at };
    if (stale && (view || at)) setParams({ view: null, at: null });
  }, [named, view, at]);
  return String(flow) !== named || stale ? { view: "", at: undefined } : { view, at: rangeOf(at) };
}

export function linkTo({ view, at }: { view: string; at: Range | null }): void {
  setParams({ view, at: at && `${at.from}-${at.to}` });
}
