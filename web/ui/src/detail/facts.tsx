// Facts as names and values, some with facts of their own.
import { Shown } from "../viewers/spans";
import type { Fact } from "./decode";

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="fields">
      {facts.map((fact, index) => (
        <div key={index} class="field">
          <dt><Shown text={fact.name} /></dt>
          <dd>
            <span class="value"><Shown text={fact.value} /></span>
            {fact.note && <span class="fact-note"> {fact.note}</span>}
            {fact.inner && fact.inner.length > 0 && <Facts facts={fact.inner} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
