// The row of chips above the list.
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
    </div>
  );
}
