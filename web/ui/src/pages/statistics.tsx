/** The statistics: nine questions about the flows of the filter in force. */
import { useEffect } from "preact/hooks";
import { go, param } from "../router";
import { Page, Slow, Spread } from "../stats/durations";
import { Bandwidth, Endpoints, Failures, Repeats } from "../stats/groups";
import { refreshWhileLive } from "../stats/load";
import { AtOnce, BytesOverTime, OverTime } from "../stats/time";
import { clock } from "../format";
import { rangeOf, withoutRange } from "../timeline/range";

const current = param("f");

export default function Statistics() {
  const filter = current.value;
  const range = rangeOf(filter);
  const set = (next: string) => go("statistics", { f: next });
  useEffect(refreshWhileLive, []);
  const asked = { filter, set };
  return (
    <div class="sheet statistics">
      <header class="sheet-head">
        <h1>Statistics</h1>
        <p>
          {withoutRange(filter) ? <code>{withoutRange(filter)}</code> : "All flows"}
          {range && `, ${clock(range.from)} to ${clock(range.to)}`}
        </p>
        {range && (
          <button type="button" onClick={() => set(withoutRange(filter))}>
            Whole time
          </button>
        )}
        {filter && (
          <button type="button" onClick={() => go("flows")}>
            Show these flows
          </button>
        )}
      </header>
      <div class="stats">
        <OverTime {...asked} />
        <BytesOverTime {...asked} />
        <Bandwidth {...asked} />
        <Slow {...asked} />
        <Spread {...asked} />
        <Endpoints {...asked} />
        <Failures {...asked} />
        <AtOnce {...asked} />
        <Repeats {...asked} />
        <Page {...asked} />
      </div>
    </div>
  );
}
