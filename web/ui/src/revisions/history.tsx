/** The revisions of the flow in the detail: which is shown, what made it, comparison with others, and the way back to it. */
import { post } from "../api";
import { changedHere } from "../detail/flow";
import { comparison, inMenu, placeOf, stepsOf, type Step } from "../detail/revisions";
import { showRevision } from "../detail/shown";
import type { Flow } from "../detail/types";
import { go } from "../router";
import { Icon } from "../ui/icon";
import { openMenuAt } from "../ui/menu";
import { toastError, toastUndo } from "../ui/toast";
import { Shown } from "../viewers/spans";

export default function History({ flow }: { flow: Flow }) {
  const steps = stepsOf(flow);
  const at = placeOf(steps, flow.shown ?? "");
  const now = steps[at];
  if (!now) return null;
  const hidden = inMenu(steps);
  const last = steps.length - 1;
  const show = (step: Step): void => showRevision(flow.id, step.newest ? "" : step.id);
  const compare = (label: string, other: number, whyNot: string) => ({
    label, disabled: other < 0 || other === at ? whyNot : null, run: () => go("compare", { ids: comparison(flow.id, steps, at, other) }),
  });
  return (
    <section class="revisions" aria-label="Revisions">
      <div class="revision-line">
        <div class="choice" role="group" aria-label="Revision that is shown">
          {steps.filter(step => !hidden.includes(step) || step === now).map(step => (
            <button key={step.id} type="button" aria-pressed={step === now} title={titleOf(step)} onClick={() => show(step)}>
              <Shown text={step.label} />{step.newest && " · now"}
            </button>
          ))}
        </div>
        {hidden.length > 0 && (
          <button type="button" onClick={event => openMenuAt("Revisions", event.currentTarget, steps.map(step => ({ label: `${step.label}${step.edit ? `: ${step.edit.what}` : ""}`, checked: step === now, run: () => show(step) })))}>
            All {steps.length} …
          </button>
        )}
        <span class="revision-tools">
        <button type="button" aria-haspopup="menu" onClick={event => openMenuAt("Compare this revision", event.currentTarget, [
          compare("With the one before", at - 1, "there is none before the original"),
          compare("With the original", 0, "the original is shown"),
          compare("With the newest", last, "the newest one is shown"),
        ])}><Icon name="file-diff" />Compare…</button>
        <button type="button" aria-disabled={now.newest ? "true" : undefined} title={now.newest ? "The newest revision is shown; choose an earlier one to revert to it" : "The flow gets these messages again; no revision is lost"}
          onClick={() => now.newest || void revert(flow, now, steps[last]!)}><Icon name="undo-2" />Revert to this</button>
        </span>
      </div>
      <p class="revision-fact" role="status"><Fact step={now} /></p>
    </section>
  );
}

function titleOf(step: Step): string {
  if (step.edit) return `After edit ${step.edit.n} by ${step.edit.by}, ${new Date(step.edit.time).toLocaleString()}`;
  return step.id === "0" ? "As it was recorded: changed on its way by a rule, an addon or a person" : "As the peers sent it (O)";
}

function Fact({ step }: { step: Step }) {
  const { edit } = step;
  if (!edit) return <>{step.id === "0" ? "As recorded, with what a rule, an addon or a person changed on its way." : "The original, as the peers sent it. It is kept whatever is edited."}</>;
  return <>Changed: <Shown text={edit.what} />{edit.comment && <> – <q><Shown text={edit.comment} /></q></>}</>;
}

/** An edit like others, so that it is undone by going back. */
async function revert(flow: Flow, step: Step, before: Step): Promise<void> {
  const to = (id: string): string | number => (id === "original" ? id : Number(id));
  const path = `/flows/${flow.id}/revert`;
  try {
    await post(path, { to: to(step.id), revision: flow.revision });
    showRevision(flow.id, "");
    const said = step.edit ? `Reverted to revision ${step.edit.n}` : step.id === "0" ? "Reverted to what was recorded" : "Reverted to the original";
    toastUndo(said, () => undefined, () => void post(path, { to: to(before.id) }).then(() => void changedHere.value++, toastError));
  } catch (e) {
    toastError(e);
  }
  changedHere.value++;
}
