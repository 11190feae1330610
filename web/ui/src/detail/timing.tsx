// When the phases of a flow were, as bars on one scale and as a table.
import { dayAndClock, duration, utc } from "../format";
import type { Flow } from "./flow";
import { phasesOf } from "./phases";

export function Timing({ flow }: { flow: Flow }) {
  const phases = phasesOf(flow.timings);
  const whole = Math.max(flow.duration ?? 0, phases.at(-1)?.end ?? 0);
  const started = flow.started ? Date.parse(flow.started) * 1000 : null;
  return (
    <div class="timing">
      <dl class="fields">
        {started !== null && <div class="field"><dt>started</dt><dd><time dateTime={flow.started ?? ""} title={utc(started)}>{dayAndClock(started)}</time></dd></div>}
        <div class="field"><dt>duration</dt><dd>{flow.duration === null ? flow.state : duration(flow.duration)}</dd></div>
      </dl>
      {phases.length > 0 && (
        <table class="table phases">
          <caption class="sr">Phases of the flow</caption>
          <thead><tr><th scope="col">phase</th><th scope="col" class="numeric">from</th><th scope="col" class="numeric">took</th><th scope="col" class="bar-column"><span class="sr">on a scale</span></th></tr></thead>
          <tbody>
            {phases.map(phase => (
              <tr key={phase.name}>
                <th scope="row">{phase.label}</th>
                <td class="numeric">{duration(phase.begin)}</td>
                <td class="numeric">{duration(phase.end - phase.begin)}</td>
                <td class="bar-column"><span class={`phase p-${phase.name}`} style={{ marginLeft: share(phase.begin, whole), width: share(phase.end - phase.begin, whole) }} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function share(part: number, whole: number): string {
  return `${whole > 0 ? Math.min(100, (part / whole) * 100) : 0}%`;
}
