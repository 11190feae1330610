/** Is it slow and since when, how durations are spread, and what takes the time within one page. */
import { useState } from "preact/hooks";
import { Histogram } from "../charts/Bars";
import { HeatMapChart } from "../charts/HeatMapChart";
import { HEAT_LEVELS } from "../charts/palette";
import { levelStarts } from "../charts/scale";
import { inLanes, PHASE_COLOR, WaterfallChart } from "../charts/WaterfallChart";
import { clock, count, duration, plural } from "../format";
import { go } from "../router";
import { cellFilter, durationFilter } from "./filters";
import { useStatistic } from "./load";
import { Choice, Legend, Section } from "./Section";
import type { Durations, HeatMap, Phase, Waterfall, WaterfallFlow } from "./shapes";
import type { Asked } from "./time";

interface Column {
  t: number;
  flows: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

const COLUMNS = 120;
const ROWS = 40;

export function Slow({ filter, set }: Asked) {
  const loaded = useStatistic<HeatMap>("/stats/heatmap", { columns: COLUMNS, rows: ROWS, filter });
  const edge = (map: HeatMap, row: number) => map.rows[row] ?? (map.rows.at(-1) ?? 1) * 2;
  const step = loaded.data?.step ?? 0;
  const most = loaded.data?.cells.reduce((top, cells) => Math.max(top, ...cells), 0) ?? 0;
  const starts = levelStarts(most, HEAT_LEVELS);
  const columns = (map: HeatMap): Column[] =>
    map.cells
      .map((cells, index) => ({
        t: map.from + index * map.step,
        flows: cells.reduce((sum, flows) => sum + flows, 0),
        p50: map.p50[index] ?? null,
        p95: map.p95[index] ?? null,
        p99: map.p99[index] ?? null,
      }))
      .filter(column => column.flows > 0);
  const percentile = (label: "p50" | "p95" | "p99") => ({ label, value: (column: Column) => column[label], show: (column: Column) => duration(column[label]), number: true });
  return (
    <Section<HeatMap, Column>
      id="heatmap"
      title="Durations over time"
      loaded={loaded}
      empty={map => map.cells.every(cells => cells.every(flows => flows === 0))}
      onFilter={set}
      chart={map => (
        <>
          <HeatMapChart
            map={map}
            read={(column, row) =>
              `${clock(map.from + column * map.step)}, ${duration(edge(map, row))} to ${duration(edge(map, row + 1))}: ${plural(map.cells[column]?.[row] ?? 0, "flow")}; p50 ${duration(map.p50[column] ?? null) || "–"}, p95 ${duration(map.p95[column] ?? null) || "–"}, p99 ${duration(map.p99[column] ?? null) || "–"}`
            }
            pick={(column, row) => set(cellFilter(filter, map.from + column * map.step, map.step, edge(map, row), edge(map, row + 1)))}
          />
          <Legend
            entries={starts
              .map((start, index) => ({ color: `--heat-${index + 1}`, label: `from ${count(start)}` }))
              .filter((entry, index, all) => entry.label !== all[index + 1]?.label)}
          />
          <p class="stat-note">Lines: p50 drawn through, p95 dashed, p99 dotted.</p>
        </>
      )}
      table={{
        columns: [
          { label: "from", value: column => new Date(column.t / 1000).toISOString(), show: column => clock(column.t) },
          { label: "flows", value: column => column.flows, number: true },
          percentile("p50"),
          percentile("p95"),
          percentile("p99"),
        ],
        rows: columns,
        filter: column => cellFilter(filter, column.t, step, 0, 1e9),
      }}
    />
  );
}

type Part = "total" | "ttfb" | "connect" | "tls";
type Bucket = Durations["buckets"][number];

export function Spread({ filter, set }: Asked) {
  const [part, choose] = useState<Part>("total");
  const loaded = useStatistic<Durations>("/stats/durations", { part, filter });
  const own = (bucket: Bucket | undefined) => (bucket && part === "total" ? durationFilter(filter, bucket.from, bucket.to) : "");
  return (
    <Section<Durations, Bucket>
      id="spread"
      title="Spread of durations"
      loaded={loaded}
      empty={data => data.total === 0}
      onFilter={set}
      controls={<Choice label="Part of the exchange" values={[["total", "Total"], ["ttfb", "First byte"], ["connect", "Connect"], ["tls", "TLS"]]} chosen={part} choose={value => choose(value)} />}
      chart={data => (
        <>
          <Histogram
            label="Histogram of durations"
            buckets={data.buckets}
            read={index => {
              const bucket = data.buckets[index];
              return bucket ? `${duration(bucket.from)} to ${duration(bucket.to)}: ${plural(bucket.flows, "flow")}` : "";
            }}
            pick={index => {
              const next = own(data.buckets[index]);
              if (next) set(next);
            }}
          />
          <p class="stat-note">
            {plural(data.total, "flow")}: p50 {duration(data.p50)}, p95 {duration(data.p95)}, p99 {duration(data.p99)}. Bars: this filter; line: the whole session, each as a share of its own sum.
          </p>
        </>
      )}
      table={{
        columns: [
          { label: "from (ms)", value: bucket => bucket.from, show: bucket => duration(bucket.from), number: true },
          { label: "to (ms)", value: bucket => bucket.to, show: bucket => duration(bucket.to), number: true },
          { label: "flows", value: bucket => bucket.flows, number: true },
          { label: "whole session", value: bucket => bucket.all ?? null, number: true },
        ],
        rows: data => data.buckets.filter(bucket => bucket.flows > 0 || (bucket.all ?? 0) > 0),
        ...(part === "total" ? { filter: own } : {}),
      }}
    />
  );
}

const PHASES: Phase["phase"][] = ["connect", "tls", "send", "wait", "receive"];

/** How long a phase of a flow took, in milliseconds; null if there was none. */
export function phaseLength(flow: WaterfallFlow, phase: Phase["phase"]): number | null {
  const found = flow.phases.filter(each => each.phase === phase);
  return found.length ? found.reduce((sum, each) => sum + each.to - each.from, 0) / 1000 : null;
}

export function Page({ filter, set }: Asked) {
  const loaded = useStatistic<Waterfall>("/stats/waterfall", { filter });
  const read = (flow: WaterfallFlow) =>
    `#${flow.id} ${flow.method} ${flow.host}${flow.path}: ${PHASES.filter(phase => phaseLength(flow, phase) !== null)
      .map(phase => `${phase} ${duration(phaseLength(flow, phase))}`)
      .join(", ")}`;
  return (
    <Section<Waterfall, WaterfallFlow>
      id="waterfall"
      title="Waterfall"
      loaded={loaded}
      empty={data => data.flows.length === 0}
      onFilter={set}
      chart={data => (
        <>
          <div class="waterfall">
            <WaterfallChart waterfall={data} read={read} pick={flow => go("flows", { flow: flow.id })} />
          </div>
          <Legend entries={PHASES.map(phase => ({ color: PHASE_COLOR[phase], label: phase }))} />
        </>
      )}
      table={{
        columns: [
          { label: "#", value: flow => flow.id, number: true },
          { label: "connection", value: flow => flow.connection, number: true },
          { label: "request", value: flow => `${flow.method} ${flow.host}${flow.path}` },
          { label: "status", value: flow => flow.status || null, number: true },
          ...PHASES.map(phase => ({
            label: `${phase} (ms)`,
            value: (flow: WaterfallFlow) => phaseLength(flow, phase),
            show: (flow: WaterfallFlow) => duration(phaseLength(flow, phase)),
            number: true,
          })),
        ],
        rows: data => inLanes(data).flows,
        filter: flow => `id = ${flow.id}`,
      }}
    />
  );
}
