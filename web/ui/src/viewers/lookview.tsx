// The text that a content view made, or what failed.
import { Failure } from "./failure";
import type { Span } from "./colour";
import type { Looked } from "./looked";
import { TextView } from "./textview";

interface Props {
  looked: Looked;
  label: string;
  wrap: boolean;
  found: readonly number[];
  chosen: number;
}

export function LookView({ looked, label, wrap, found, chosen }: Props) {
  if (looked.error !== null) return <Failure error={looked.error} retry={looked.retry} />;
  if (looked.look === null || looked.text === undefined) return <div class="loading" aria-busy="true" />;
  return <TextView text={looked.text} spans={looked.look.lines as readonly (readonly Span[])[] | undefined} syntax={looked.look.syntax} label={label} wrap={wrap} found={found} chosen={chosen} />;
}
