/** The part of the sheet of import that says how files are read. */
import type { RefObject } from "preact";
import type { How } from "./how";
import type { Format } from "./outcome";

interface Props {
  how: How;
  change: (by: Partial<How>) => void;
  formats: readonly Format[];
  open: boolean;
  turn: (open: boolean) => void;
  /** What has the focus when a file wants it. */
  fields: RefObject<HTMLDivElement | null>;
}

const SWITCHES: readonly { name: "salvage" | "all" | "resources" | "strict"; label: string }[] = [
  { name: "salvage", label: "Search for further flows behind damage" },
  { name: "all", label: "Read entries too that are left out by default, such as those of ZAP's scanners" },
  { name: "resources", label: "Read records of a web archive too that are no responses" },
  { name: "strict", label: "Fail if anything is lost: nothing is opened then; of an import, the flows that were read stay" },
];

export function HowToRead({ how, change, formats, open, turn, fields }: Props) {
  return (
    <details class="how" open={open} onToggle={event => turn(event.currentTarget.open)}>
      <summary>How to read them</summary>
      <div ref={fields}>
        <label class="field">Format
          <select name="format" value={how.format} onChange={event => change({ format: event.currentTarget.value })}>
            <option value="">By the content of each file</option>
            {formats.map(each => <option key={each.format} value={each.format}>{each.title}</option>)}
          </select>
        </label>
        <label class="field">Password of an encrypted file
          <input name="password" type="password" autocomplete="off" value={how.password} onInput={event => change({ password: event.currentTarget.value })} />
        </label>
        {SWITCHES.map(({ name, label }) => (
          <label key={name} class="check"><input type="checkbox" name={name} checked={how[name]} onChange={event => change({ [name]: event.currentTarget.checked })} />{label}</label>
        ))}
      </div>
    </details>
  );
}
