// Header fields as they were sent: order and repetition kept; to copy, to filter by, to fold and to pin.
import { useState } from "preact/hooks";
import { chosen, headerId, toggleColumn } from "../list/columns";
import { narrow } from "../list/state";
import { stored } from "../store";
import { Icon } from "../ui/icon";
import { openMenu, type MenuItem } from "../ui/menu";
import { toast, toastError } from "../ui/toast";
import { Shown } from "../viewers/spans";
import type { Field } from "./decode";
import type { Part } from "./types";

/** Names in lower case of the fields that stand first. */
const pinned = stored<readonly string[]>("pinned-headers", []);
/** Whether lists of fields are shown, by their title. */
const folded = stored<Readonly<Record<string, boolean>>>("folded-headers", {});

/** Longer values are folded to three lines. */
const LONG = 300;

interface Props {
  title: string;
  headers: readonly Field[];
  part: Part;
  open: boolean;
}

export function Headers({ title, headers, part, open }: Props) {
  const shown = !(folded.value[title] ?? !open);
  const names = pinned.value;
  const first = headers.filter(field => names.includes(field.name.toLowerCase()));
  const rest = headers.filter(field => !names.includes(field.name.toLowerCase()));
  return (
    <section class="headers" aria-label={title}>
      <h3>
        <button type="button" class="disclosure" aria-expanded={shown} onClick={() => void (folded.value = { ...folded.value, [title]: shown })}>
          {shown ? "▾" : "▸"} <Shown text={title} /> <span class="s-comment">{headers.length}</span>
        </button>
        <button type="button" class="quiet" aria-label={`Copy ${title}`} title="Copy all" onClick={() => copy(headers.map(line).join("\r\n"))}><Icon name="copy" /></button>
      </h3>
      {(shown ? [...first, ...rest] : first).length > 0 && (
        <dl class="fields">
          {(shown ? [...first, ...rest] : first).map((field, index) => <Row key={index} field={field} part={part} pinned={index < first.length} />)}
        </dl>
      )}
    </section>
  );
}

function Row({ field, part, pinned: isPinned }: { field: Field; part: Part; pinned: boolean }) {
  const [whole, setWhole] = useState(false);
  const long = field.value.length > LONG;
  const menu = (x: number, y: number): void => openMenu(field.name, x, y, itemsOf(field, part, isPinned));
  return (
    <div class="field" onContextMenu={event => (event.preventDefault(), menu(event.clientX, event.clientY))}>
      <dt>{isPinned && <span class="pin" title="Pinned" aria-label="pinned">★ </span>}<Shown text={field.name} /></dt>
      <dd>
        <span class={long && !whole ? "value cut" : "value"}><Shown text={long && !whole ? field.value.slice(0, 1000) : field.value} /></span>
        {long && <button type="button" class="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>{whole ? "less" : `all ${field.value.length.toLocaleString("en")} characters`}</button>}
        <button type="button" class="quiet field-menu" aria-haspopup="menu" aria-label={`Actions of ${field.name}`} onClick={event => {
          const box = event.currentTarget.getBoundingClientRect();
          menu(box.left, box.bottom);
        }}><Icon name="ellipsis" /></button>
      </dd>
    </div>
  );
}

function itemsOf(field: Field, part: Part, isPinned: boolean): MenuItem[] {
  const name = field.name.toLowerCase();
  const letters = part === "request" ? "reqheader" : "resheader";
  return [
    { label: "Copy value", run: () => copy(field.value) },
    { label: "Copy line", run: () => copy(line(field)) },
    { label: "Only flows with this value", begins: true, run: () => narrow(`${letters} ~ ${quoted(`^${escaped(field.name)}: ${escaped(field.value)}$`)}`) },
    { label: "Only flows with this field", run: () => narrow(`${letters} ~ ${quoted(`^${escaped(field.name)}:`)}`) },
    { label: "Not flows with this value", run: () => narrow(`not (${letters} ~ ${quoted(`^${escaped(field.name)}: ${escaped(field.value)}$`)})`) },
    { label: isPinned ? "Unpin this field" : "Pin this field", begins: true, run: () => void (pinned.value = isPinned ? pinned.value.filter(each => each !== name) : [...pinned.value, name]) },
    ...(headerId(name) ? [{ label: chosen.value.includes(headerId(name)) ? "Remove this column of the list" : "Show as a column of the list", run: () => toggleColumn(headerId(name)) }] : []),
  ];
}

export function line(field: Field): string {
  return `${field.name}: ${field.value}`;
}

/** A text as an operand of the filter. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** A text as a regular expression that matches it alone. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function copy(text: string): void {
  navigator.clipboard.writeText(text).then(() => toast("Copied"), toastError);
}
