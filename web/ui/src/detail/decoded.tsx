// What header fields and the query contain, beneath them.
import { useMemo } from "preact/hooks";
import { stored } from "../store";
import { decodedOf, type Field } from "./decode";
import { Facts } from "./facts";

const closed = stored<readonly string[]>("closed-decoded", []);

export default function Decoded({ headers, path }: { headers: readonly Field[]; path: string | undefined }) {
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
