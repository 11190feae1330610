// Filters whose rows are coloured, up to six. They are tested for the rows of the window alone.
import { highlightProblems, highlights, MOST_HIGHLIGHTS, type Highlight } from "../list/view";
import { sentence } from "../api";
import { text } from "../strings";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icon";
import { KeptInput } from "../ui/keptinput";
import { typed } from "./state";

export default function Highlights({ onClose }: { onClose: () => void }) {
  const all = highlights.value;
  const problems = highlightProblems.value;
  const change = (at: number, by: Partial<Highlight>) =>
    void (highlights.value = all.map((each, index) => (index === at ? { ...each, ...by } : each)));
  const add = () => void (highlights.value = [...all, { filter: typed.value.trim(), on: true }]);
  return (
    <Dialog title={text.filter.highlights} onClose={onClose}>
      <p>{text.filter.highlightsHelp}</p>
      <ul class="highlights">
        {all.map((each, at) => (
          <li key={at}>
            <input type="checkbox" aria-label={text.filter.highlightOn(at + 1)} checked={each.on} onChange={event => change(at, { on: event.currentTarget.checked })} />
            <span class={`swatch hl${at + 1}`} aria-hidden="true" />
            <KeptInput class="mono" aria-label={text.filter.highlightFilter(at + 1)} value={each.filter} spellcheck={false} aria-invalid={problems[at] ? "true" : undefined} aria-describedby={problems[at] ? `highlight-error-${at}` : undefined} keep={filter => change(at, { filter })} />
            <button type="button" class="quiet" aria-label={text.filter.removeHighlight(at + 1)} onClick={() => void (highlights.value = all.filter((_, index) => index !== at))}><Icon name="trash-2" /></button>
            {problems[at] && <p class="option-error" id={`highlight-error-${at}`} role="alert">{sentence(problems[at].detail)}</p>}
          </li>
        ))}
      </ul>
      <button type="button" onClick={add} disabled={all.length >= MOST_HIGHLIGHTS}><Icon name="plus" />{text.filter.addHighlight}</button>
    </Dialog>
  );
}
