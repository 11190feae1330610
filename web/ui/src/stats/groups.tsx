/** Flows in groups: by host, type and client, by endpoint, by what failed, and what was repeated. */
import { useState } from "preact/hooks";
import { Bars } from "../charts/Bars";
import { count, duration, plural, size } from "../format";
import { narrowed } from "../timeline/range";
import { useStatistic } from "./load";
import { Matrix } from "./Matrix";
import { Choice, Section } from "./Section";
import type { Group, Groups, Repeat } from "./shapes";
import type { Asked } from "./time";
import { KeptInput } from "../ui/keptinput";

const BARS = 15;

export const keyText = (group: Group) => (Array.isArray(group.key) ? group.key.join(" · ") : (group.key ?? "")) || "none";

/** The filter that a click on a group sets; empty if the group has none. */
export function groupFilter(filter: string, group: Group): string {
  return group.filter ? narrowed(filter, group.filter) : "";
}

const columns = (of: string) => [
  { label: of, value: keyText },
  { label: "flows", value: (group: Group) => group.flows, show: (group: Group) => count(group.flows), number: true },
  { label: "errors", value: (group: Group) => group.errors, show: (group: Group) => count(group.errors), number: true },
  { label: "up", value: (group: Group) => group.request_bytes, show: (group: Group) => size(group.request_bytes), number: true },
  { label: "down", value: (group: Group) => group.response_bytes, show: (group: Group) => size(group.response_bytes), number: true },
  { label: "p50", value: (group: Group) => group.p50, show: (group: Group) => duration(group.p50), number: true },
  { label: "p95", value: (group: Group) => group.p95, show: (group: Group) => duration(group.p95), number: true },
  { label: "p99", value: (group: Group) => group.p99, show: (group: Group) => duration(group.p99), number: true },
];

type By = "host" | "type" | "client";

export function Bandwidth({ filter, set }: Asked) {
  const [by, choose] = useState<By>("host");
  const loaded = useStatistic<Groups>("/stats/groups", { by, top: 50, order: "bytes", filter });
  const sorted = (data: Groups) => [...data.groups].sort((a, b) => b.response_bytes + b.request_bytes - a.response_bytes - a.request_bytes);
  return (
    <Section<Groups, Group>
      id="bandwidth"
      title="Bandwidth"
      loaded={loaded}
      empty={data => data.groups.length === 0}
      onFilter={set}
      controls={<Choice label="Bandwidth by" values={[["host", "Host"], ["type", "Type"], ["client", "Client"]]} chosen={by} choose={value => choose(value)} />}
      chart={data => {
        const shown = sorted(data).slice(0, BARS);
        return (
          <Bars
            label={`Bandwidth by ${by}`}
            bars={shown.map(group => ({
              label: keyText(group),
              parts: [{ value: group.response_bytes, color: "--series-s3" }, { value: group.request_bytes, color: "--series-s4" }],
              text: size(group.response_bytes + group.request_bytes),
            }))}
            read={index => describe(shown[index])}
            pick={index => pickGroup(filter, set, shown[index])}
          />
        );
      }}
      table={{ columns: columns(by), rows: sorted, filter: group => groupFilter(filter, group) }}
    />
  );
}

function describe(group: Group | undefined): string {
  if (!group) return "";
  const slow = group.p95 === null ? "" : `, p95 ${duration(group.p95)}`;
  return `${keyText(group)}: ${plural(group.flows, "flow")}, ${plural(group.errors, "error")}, ${size(group.response_bytes)} down, ${size(group.request_bytes)} up${slow}`;
}

function pickGroup(filter: string, set: (filter: string) => void, group: Group | undefined): void {
  const next = group && groupFilter(filter, group);
  if (next) set(next);
}

export function Endpoints({ filter, set }: Asked) {
  const loaded = useStatistic<Groups>("/stats/groups", { by: "template", top: 50, filter });
  return (
    <Section<Groups, Group>
      id="endpoints"
      title="Endpoints"
      loaded={loaded}
      empty={data => data.groups.length === 0}
      onFilter={set}
      chart={data => {
        const shown = data.groups.slice(0, BARS);
        return (
          <Bars
            label="Flows by endpoint; numbers, UUIDs and hashes are folded"
            bars={shown.map(group => ({
              label: keyText(group),
              parts: [{ value: group.flows - group.errors, color: "--series-s2" }, { value: group.errors, color: "--series-s5" }],
              text: count(group.flows),
            }))}
            read={index => describe(shown[index])}
            pick={index => pickGroup(filter, set, shown[index])}
          />
        );
      }}
      table={{ columns: columns("endpoint"), rows: data => data.groups, filter: group => groupFilter(filter, group) }}
    />
  );
}

type Failed = "error-host" | "status-host";

export function Failures({ filter, set }: Asked) {
  const [by, choose] = useState<Failed>("error-host");
  const loaded = useStatistic<Groups>("/stats/groups", { by, top: 50, filter });
  return (
    <Section<Groups, Group>
      id="failures"
      title="Failures by host"
      loaded={loaded}
      empty={data => data.groups.length === 0}
      onFilter={set}
      controls={<Choice label="Failures by" values={[["error-host", "Step that failed"], ["status-host", "Status"]]} chosen={by} choose={value => choose(value)} />}
      chart={data => <Matrix label={by === "error-host" ? "step × host" : "status × host"} groups={data.groups} pick={group => pickGroup(filter, set, group)} />}
      table={{ columns: columns(by === "error-host" ? "step and host" : "status and host"), rows: data => data.groups, filter: group => groupFilter(filter, group) }}
    />
  );
}

const SECONDS = 10;

export function Repeats({ filter, set }: Asked) {
  const [seconds, setSeconds] = useState(SECONDS);
  const loaded = useStatistic<{ groups: Repeat[] }>("/stats/repeats", { seconds, filter });
  const name = (repeat: Repeat) => `${repeat.method} ${repeat.url}`;
  const own = (repeat: Repeat) => (repeat.filter ? narrowed(filter, repeat.filter) : "");
  return (
    <Section<{ groups: Repeat[] }, Repeat>
      id="repeats"
      title="Repeated requests"
      loaded={loaded}
      empty={data => data.groups.length === 0}
      onFilter={set}
      controls={
        <label class="stat-control">
          within{" "}
          <KeptInput type="number" min={1} max={3600} value={String(seconds)} keep={typed => setSeconds(Math.max(1, Number(typed) || SECONDS))} /> s
        </label>
      }
      chart={data => {
        const shown = data.groups.slice(0, BARS);
        return (
          <Bars
            label="Requests with the same method, URL and body"
            bars={shown.map(repeat => ({ label: name(repeat), parts: [{ value: repeat.flows, color: "--series-s3" }], text: `${count(repeat.flows)} ×` }))}
            read={index => {
              const repeat = shown[index];
              return repeat ? `${name(repeat)}: ${count(repeat.flows)} times, the closest two ${duration(repeat.gap)} apart` : "";
            }}
            pick={index => {
              const repeat = shown[index];
              if (repeat && own(repeat)) set(own(repeat));
            }}
          />
        );
      }}
      table={{
        columns: [
          { label: "request", value: name },
          { label: "times", value: repeat => repeat.flows, number: true },
          { label: "closest", value: repeat => repeat.gap, show: repeat => duration(repeat.gap), number: true },
          { label: "up", value: repeat => repeat.request_bytes, show: repeat => size(repeat.request_bytes), number: true },
          { label: "down", value: repeat => repeat.response_bytes, show: repeat => size(repeat.response_bytes), number: true },
        ],
        rows: data => data.groups,
        filter: own,
      }}
    />
  );
}
