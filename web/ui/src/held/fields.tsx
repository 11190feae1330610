/** Header fields as a table that is edited: order and repetition kept. */
import type { Field } from "../detail/decode";
import { Icon } from "../ui/icon";
import { isPseudo } from "./draft";

interface Props {
  label: string;
  fields: readonly Field[];
  readOnly: boolean;
  change: (fields: Field[]) => void;
}

export function FieldTable({ label, fields, readOnly, change }: Props) {
  const set = (at: number, by: Partial<Field>): void => change(fields.map((each, index) => (index === at ? { ...each, ...by } : each)));
  const move = (at: number, step: number): void => {
    const next = [...fields];
    const [field] = next.splice(at, 1);
    if (field) next.splice(at + step, 0, field);
    change(next);
  };
  const shown = fields.map((field, at) => ({ field, at })).filter(({ field }) => !isPseudo(field));
  return (
    <fieldset class="edit-fields">
      <legend>{label}</legend>
      {shown.map(({ field, at }, row) => (
        <div key={at} class="edit-field">
          <input aria-label={`Name of field ${row + 1}`} class="mono" value={field.name} readOnly={readOnly} spellcheck={false} autocomplete="off" onInput={event => set(at, { name: event.currentTarget.value })} />
          <input aria-label={`Value of ${field.name || `field ${row + 1}`}`} class="mono" value={field.value} readOnly={readOnly} spellcheck={false} autocomplete="off" onInput={event => set(at, { value: event.currentTarget.value })} />
          <span class="edit-tools">
            <button type="button" class="quiet" aria-label={`Move ${field.name} up`} disabled={readOnly || row === 0} onClick={() => move(at, -1)}><Icon name="arrow-up" /></button>
            <button type="button" class="quiet" aria-label={`Remove ${field.name}`} disabled={readOnly} onClick={() => change(fields.filter((_, index) => index !== at))}><Icon name="trash-2" /></button>
          </span>
        </div>
      ))}
      <button type="button" disabled={readOnly} onClick={event => {
        const { parentElement } = event.currentTarget;
        event.currentTarget.blur(); // until the new field is there, what is typed goes nowhere
        change([...fields, { name: "", value: "" }]);
        requestAnimationFrame(() => [...(parentElement?.querySelectorAll<HTMLInputElement>(".edit-field > input:first-child") ?? [])].at(-1)?.focus());
      }}><Icon name="plus" />Add a field</button>
    </fieldset>
  );
}
