/** When did what happen, who used the bandwidth over time, and how many exchanges ran at once. */
import { TimeChart, type Line } from "../charts/TimeChart";
import { SERIES, SERIES_LABEL } from "../charts/palette";
import { clock, count, plural, size } from "../format";
import { withRange } from "../timeline/range";
import { bucketFilter } from "./filters";
import { useStatistic } from "./load";
import { Legend, Section } from "./Section";
import type { Concurrency, TimeBucket, Timeline } from "./shapes";
import { cumulated, total } from "./stack";

export interface Asked {
  filter: string;
  set(filter: string): void;
}

const BUCKETS = 150;
const at = (micros: number) => clock(micros);

export function OverTime({ filter, set }: Asked) {
  const loaded = useStatistic<Timeline>("/stats/timeline", { buckets: BUCKETS, filter });
  const lines = (buckets: TimeBucket[]): Line[] => {
    const sums = cumulated(buckets);
    return SERIES.map((series, index): Line => ({
      label: SERIES_LABEL[series],
      color: `--series-${series}`,
      kind: "bar",
      values: sums[index] ?? [],
    })).reverse();
  };
  const read = (bucket: TimeBucket) =>
    [at(bucket.t), plural(total(bucket), "flow"), ...SERIES.filter(series => bucket[series] > 0).map(series => `${count(bucket[series])} ${SERIES_LABEL[series]}`)].join(", ");
  const step = loaded.data?.step ?? 0;
  return (
    <Section<Timeline, TimeBucket>
      id="time"
      title="Requests over time"
      loaded={loaded}
      empty={data => data.buckets.length === 0}
      onFilter={set}
      chart={data => (
        <>
          <TimeChart
            label="Requests over time, by class of status"
            times={data.buckets.map(bucket => bucket.t)}
            step={data.step}
            lines={lines(data.buckets)}
            height={220}
            unit={count}
            read={index => (data.buckets[index] ? read(data.buckets[index]) : "")}
            pick={index => set(bucketFilter(filter, data.buckets[index]?.t ?? 0, data.step))}
            range={(from, to) => set(withRange(filter, { from: Math.round(from), to: Math.round(to) }))}
          />
          <Legend entries={SERIES.map(series => ({ color: `--series-${series}`, label: SERIES_LABEL[series] }))} />
        </>
      )}
      table={{
        columns: [
          { label: "from", value: bucket => new Date(bucket.t / 1000).toISOString(), show: bucket => at(bucket.t) },
          { label: "flows", value: total, show: bucket => count(total(bucket)), number: true },
          ...SERIES.map(series => ({ label: SERIES_LABEL[series], value: (bucket: TimeBucket) => bucket[series], number: true })),
        ],
        rows: data => data.buckets.filter(bucket => total(bucket) > 0),
        filter: bucket => bucketFilter(filter, bucket.t, step),
      }}
    />
  );
}

export function BytesOverTime({ filter, set }: Asked) {
  const loaded = useStatistic<Timeline>("/stats/timeline", { buckets: BUCKETS, filter });
  const step = loaded.data?.step ?? 0;
  return (
    <Section<Timeline, TimeBucket>
      id="bytes"
      title="Bytes over time"
      loaded={loaded}
      empty={data => data.buckets.every(bucket => bucket.up + bucket.down === 0)}
      onFilter={set}
      chart={data => (
        <>
          <TimeChart
            label="Bytes over time, up and down"
            times={data.buckets.map(bucket => bucket.t)}
            step={data.step}
            lines={[
              { label: "down", color: "--series-s3", kind: "line", values: data.buckets.map(bucket => bucket.down) },
              { label: "up", color: "--series-s4", kind: "line", dash: [6, 3], values: data.buckets.map(bucket => bucket.up) },
            ]}
            height={180}
            unit={size}
            read={index => {
              const bucket = data.buckets[index];
              return bucket ? `${at(bucket.t)}, ${size(bucket.down)} down, ${size(bucket.up)} up` : "";
            }}
            pick={index => set(bucketFilter(filter, data.buckets[index]?.t ?? 0, data.step))}
            range={(from, to) => set(withRange(filter, { from: Math.round(from), to: Math.round(to) }))}
          />
          <Legend entries={[{ color: "--series-s3", label: "down" }, { color: "--series-s4", label: "up, dashed" }]} />
        </>
      )}
      table={{
        columns: [
          { label: "from", value: bucket => new Date(bucket.t / 1000).toISOString(), show: bucket => at(bucket.t) },
          { label: "down", value: bucket => bucket.down, show: bucket => size(bucket.down), number: true },
          { label: "up", value: bucket => bucket.up, show: bucket => size(bucket.up), number: true },
        ],
        rows: data => data.buckets.filter(bucket => bucket.up + bucket.down > 0),
        filter: bucket => bucketFilter(filter, bucket.t, step),
      }}
    />
  );
}

type Moment = Concurrency["buckets"][number];

export function AtOnce({ filter, set }: Asked) {
  const loaded = useStatistic<Concurrency>("/stats/concurrency", { buckets: BUCKETS, filter });
  const step = loaded.data?.step ?? 0;
  return (
    <Section<Concurrency, Moment>
      id="concurrency"
      title="Exchanges at once, and connections"
      loaded={loaded}
      empty={data => data.buckets.length === 0}
      onFilter={set}
      chart={data => (
        <>
          <TimeChart
            label="Exchanges at once over time"
            times={data.buckets.map(bucket => bucket.t)}
            step={data.step}
            lines={[
              { label: "handshakes", color: "--series-s2", kind: "bar", values: data.buckets.map(bucket => bucket.handshakes) },
              { label: "at once", color: "--series-s5", kind: "line", values: data.buckets.map(bucket => bucket.peak) },
            ]}
            height={180}
            unit={count}
            read={index => {
              const bucket = data.buckets[index];
              return bucket
                ? `${at(bucket.t)}, up to ${count(bucket.peak)} at once, ${plural(bucket.started, "start")}, ${plural(bucket.handshakes, "handshake")}`
                : "";
            }}
            pick={index => set(bucketFilter(filter, data.buckets[index]?.t ?? 0, data.step))}
            range={(from, to) => set(withRange(filter, { from: Math.round(from), to: Math.round(to) }))}
          />
          <Legend entries={[{ color: "--series-s5", label: "at once" }, { color: "--series-s2", label: "handshakes" }]} />
          <p class="stat-note">
            {plural(data.total_connections, "connection")}, of which {count(data.serial_connections)} never had two exchanges at once
            {data.connections[0] ? `; the busiest, ${data.connections[0].connection} to ${data.connections[0].server}, had ${count(data.connections[0].flows)}` : ""}.
          </p>
        </>
      )}
      table={{
        columns: [
          { label: "from", value: bucket => new Date(bucket.t / 1000).toISOString(), show: bucket => at(bucket.t) },
          { label: "at once", value: bucket => bucket.peak, number: true },
          { label: "started", value: bucket => bucket.started, number: true },
          { label: "handshakes", value: bucket => bucket.handshakes, number: true },
        ],
        rows: data => data.buckets.filter(bucket => bucket.peak > 0),
        filter: bucket => bucketFilter(filter, bucket.t, step),
      }}
    />
  );
}
