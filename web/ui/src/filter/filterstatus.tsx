// How much the filter shows, and whether it is done.
import { count, percent } from "../format";
import { showOlder } from "../list/older";
import { filter, hasOlder, shownCount } from "../list/state";
import { search } from "../list/view";
import { flowCount } from "../session";
import { text } from "../strings";
import { Icon } from "../ui/icon";

export function FilterStatus() {
  const { searching, searched, of, matches, problem } = search.value;
  if (problem) return <span class="filter-status bad"><Icon name="circle-alert" label={text.filter.invalid} /></span>;
  if (searching) {
    return <span class="filter-status">{text.filter.soFar(count(matches), of ? percent(searched / of) : "0 %")}</span>;
  }
  if (hasOlder.value) return <span class="filter-status">{text.filter.newest(count(shownCount.value))} <button type="button" class="small" title={text.filter.olderHelp} onClick={() => void showOlder()}>{text.filter.older}</button></span>;
  if (!filter.value) return null;
  return <span class="filter-status">{text.filter.found(count(shownCount.value), count(flowCount.value))} <Icon name="check" label={text.filter.complete} /></span>;
}
