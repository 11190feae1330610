// The last line: what is selected and shown, and what is behind.
import { count, duration, plural } from "../format";
import { selectedCount, shownCount } from "../list/state";
import { status, type Shipping } from "../session";
import { text } from "../strings";

/** Fewer bodies than this are searched one by one in no time: a session that has just begun needs no word of it. */
const WORTH_A_WORD = 1000;

/** A flow waits that long for its batch. */
const WORTH_SECONDS = 2;

/** How far the shared store is behind, or that it takes nothing now. */
export function shippingText({ behind, behind_seconds: seconds = 0, refused = 0, trouble }: Shipping): string {
  const since = seconds >= WORTH_SECONDS ? text.foot.shipsSince(duration(1000 * seconds)) : "";
  const late = behind > 0 ? text.foot.shipsBehind(plural(behind, "flow")) + since : text.foot.shipped;
  return [trouble ? text.foot.shipsNot(late) : text.foot.ships(late), refused > 0 ? text.foot.shipsRefused(plural(refused, "flow")) : ""].filter(Boolean).join(", ");
}

export function Foot() {
  const behind = status.value?.index?.behind ?? 0;
  return (
    <footer class="foot">
      {selectedCount.value > 1 && <span>{text.foot.selected(count(selectedCount.value))}</span>}
      <span>{text.foot.shown(count(shownCount.value))}</span>
      {behind >= WORTH_A_WORD && <span>{text.foot.behind(count(behind))}</span>}
      {status.value?.shipping && <span title={status.value.shipping.trouble ?? status.value.shipping.store}>{shippingText(status.value.shipping)}</span>}
      <span class="spring" />
      {status.value?.listeners?.map(each => <span key={each.address}>{each.mode} {each.address}</span>)}
      <span>{status.value?.version}</span>
    </footer>
  );
}
