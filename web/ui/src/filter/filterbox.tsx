// The filter box.
import { filter, setFilter } from "../list/state";

export function FilterBox() {
  return <input class="filter-input" aria-label="Filter" value={filter.value} onChange={event => setFilter(event.currentTarget.value)} />;
}
