// What header fields and the query contain, beneath them.
import { useMemo } from "preact/hooks";
import { stored } from "../store";
import { Shown } from "../viewers/spans";
import { decodedOf, type Fact, type Field } from "./decode";

const closed = stored<readonly string[]>("closed-decoded", []);

export function Decoded({ headers, path }: { headers: readonly Field[]; path: string | undefined }) {
  const decoded = useMemo(() => decodedOf(headers, path, Date.now()), [headers, path]);
  return (
    <>
      {decoded.map(({ title, facts }) => {
        const shown = !closed.value.includes(title);
        return (
          <section key={title} class="headers decoded" aria-label={`${title}, decoded`}>
            <h3>
              <button type="button" class="disclosure" aria-expanded={shown} onClick={() => void (closed.value = shown ? [...closed.value, title] : closed.value.filter(each => each !== title))}>
                {shown ? "▾" : "▸"} {title} <span class="s-comment">{facts.length}</span>
              </button>
            </h3>
            {shown && <Facts facts={facts} />}
          </section>
        );
      })}
    </>
  );
}

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
