// The row of chips above the list.
import { follow, mode, pause } from "../list/control";
import { columnMenu } from "../list/header";
import { markedOnly, turnMarked } from "../list/view";
import { Icon } from "../ui/icon";
import { text } from "../strings";
import { allTypes, errorChip, hasChip, turnChip, typeChips, type Chip } from "./chips";
import { typed, use } from "./state";

export function ChipBar() {
  const now = typed.value;
  const chip = (each: Chip) => (
    <button key={each.id} type="button" class="chip" aria-pressed={hasChip(now, each)} title={each.expression} onClick={() => use(turnChip(now, each))}>{each.label}</button>
  );
  return (
    <div class="chips" role="toolbar" aria-label={text.filter.chips}>
      <button type="button" class="chip" aria-pressed={!typeChips.some(each => hasChip(now, each))} onClick={() => use(allTypes(now))}>{text.filter.all}</button>
      {typeChips.map(chip)}
      <span class="gap" aria-hidden="true" />
      {chip(errorChip)}
      <span class="spring" />
      <button type="button" class="quiet" aria-pressed={markedOnly.value} aria-label={text.list.marked} title={text.list.marked} onClick={turnMarked}><Icon name="flag" /></button>
      <button type="button" class="quiet" aria-pressed={mode.value === "tail"} aria-label={text.list.follow} title={`${text.list.follow} (F)`} onClick={follow}><Icon name="arrow-down" /></button>
      <button type="button" class="quiet" aria-pressed={mode.value === "paused"} aria-label={text.frame.pause} title={`${text.frame.pause} (p)`} onClick={pause}><Icon name="pause" /></button>
      <button type="button" class="quiet" aria-label={text.list.columns} title={text.list.columns} onClick={event => {
        const box = event.currentTarget.getBoundingClientRect();
        columnMenu(null, box.left, box.bottom);
      }}><Icon name="columns-3" /></button>
    </div>
  );
}
