// What stands in place of rows: the first run, or why a filter shows nothing.
import { flowCount, status } from "../session";
import { opened } from "../opened";
import { text } from "../strings";
import { Lazy } from "../ui/lazy";
import { styled } from "../ui/sheets";
import { loaded } from "./control";
import { filter, setFilter, shownCount } from "./state";
import { search } from "./view";

const loadFirstRun = styled(() => import("../frame/firstrun"));
const WORD = /^[\w.-]+$/;

export function Nothing() {
  if (!loaded.value || shownCount.value > 0) return null;
  if (opened && flowCount.value === 0) return <div class="nothing"><p class="empty">{text.list.noFlows}</p></div>;
  if (!filter.value && status.value && flowCount.value === 0) return <div class="nothing"><Lazy load={loadFirstRun} props={{}} /></div>;
  if (!filter.value) return null;
  const word = filter.value.trim();
  return (
    <div class="nothing">
      <p class="empty">{search.value.searching ? text.list.nothingYet : text.list.nothing}</p>
      {!search.value.searching && <p class="empty"><button type="button" onClick={() => setFilter("")}>{text.list.clear}</button></p>}
      {!search.value.searching && WORD.test(word) && (
        <p class="empty">
          {text.list.offered}{" "}
          <button type="button" onClick={() => setFilter(`~b ${word}`)}>{text.list.inBodies} <code>~b {word}</code></button>{" "}
          <button type="button" onClick={() => setFilter(`~h ${word}`)}>{text.list.inHeaders} <code>~h {word}</code></button>
        </p>
      )}
    </div>
  );
}
