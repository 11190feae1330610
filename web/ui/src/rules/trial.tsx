/** What a rule would have done with flows that are recorded. */
import { count, plural } from "../format";
import { addressOf } from "../router";
import { Shown } from "../viewers/spans";
import type { Tried } from "./calls";

export function Trial({ tried }: { tried: Tried }) {
  const { first } = tried;
  return (
    <div class="trial" role="status">
      <p>It would have acted on {tried.acted === 0 ? "none" : count(tried.acted)} of {plural(tried.tested, "recorded flow")}{tried.failed > 0 && `, and failed on ${count(tried.failed)}`}.</p>
      {first && (
        <>
          <p>The newest of them, <a href={addressOf({ page: "flows", params: { flow: String(first.id) } })}>flow {first.id}</a>, its {first.point}:</p>
          {first.failure && <p>⚠ <Shown text={first.failure} /></p>}
          <div class="trial-sides">
            <figure><figcaption>Before</figcaption><pre tabIndex={0}><Lines text={first.before} /></pre></figure>
            <figure><figcaption>After</figcaption><pre tabIndex={0}><Lines text={first.after} /></pre></figure>
          </div>
        </>
      )}
    </div>
  );
}

function Lines({ text }: { text: string }) {
  return <>{text.split(/\r?\n/).map((line, at) => <div key={at}><Shown text={line || " "} /></div>)}</>;
}
