// The buttons in the filter box: clear, presets, highlights.
import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { addActions } from "../keys";
import { text } from "../strings";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icon";
import { openMenuAt, type MenuItem } from "../ui/menu";
import { Lazy } from "../ui/lazy";
import { toast } from "../ui/toast";
import { presets, typed, use } from "./state";

const loadHighlights = () => import("./highlights");
const highlightsOpen = signal(false);
const naming = signal(false);
const KEYS = 9;

export function FilterTools() {
  useLayoutEffect(() => addActions(...Array.from({ length: KEYS }, (_, at) => ({
    id: `preset.${at + 1}`, keys: [`Alt+${at + 1}`], label: text.filter.presetNumber(at + 1), scope: "page", inText: true,
    disabled: () => (presets.value[at] ? null : text.filter.noPreset),
    run: () => use(presets.value[at]?.filter ?? ""),
  }))), []);
  return (
    <>
      {typed.value && <button type="button" class="quiet" aria-label={text.filter.clear} title={text.filter.clear} onClick={() => use("")}><Icon name="x" /></button>}
      <button type="button" class="quiet" aria-label={text.filter.presets} title={text.filter.presets} onClick={event => menu(event.currentTarget)}><Icon name="star" /></button>
      <button type="button" class="quiet" aria-label={text.filter.highlights} title={text.filter.highlights} onClick={() => void (highlightsOpen.value = true)}><Icon name="palette" /></button>
      {naming.value && <Naming />}
      {highlightsOpen.value && <Lazy load={loadHighlights} props={{ onClose: () => void (highlightsOpen.value = false) }} />}
    </>
  );
}

function menu(button: Element): void {
  const here = typed.value.trim();
  const items: MenuItem[] = presets.value.map((preset, at) => ({
    label: preset.name === preset.filter ? preset.name : `${preset.name} — ${preset.filter}`,
    keys: at < KEYS ? `Alt ${at + 1}` : undefined, checked: preset.filter === here, run: () => use(preset.filter),
  }));
  const known = presets.value.find(preset => preset.filter === here);
  items.push(known
    ? { label: text.filter.forget(known.name), begins: true, run: () => void (presets.value = presets.value.filter(each => each !== known)) }
    : { label: text.filter.save, begins: items.length > 0, disabled: here ? null : text.filter.nothingToSave, run: () => void (naming.value = true) });
  openMenuAt(text.filter.presets, button, items);
}

function Naming() {
  const close = () => void (naming.value = false);
  return (
    <Dialog title={text.filter.save} onClose={close}>
      <form onSubmit={event => {
        event.preventDefault();
        const filter = typed.value.trim();
        const name = String(new FormData(event.currentTarget).get("name")).trim() || filter;
        presets.value = [...presets.value.filter(each => each.name !== name), { name, filter }];
        toast(text.filter.saved(name));
        close();
      }}>
        <label>{text.filter.name} <input name="name" autofocus autocomplete="off" value={typed.value.trim()} /></label>
        <div class="buttons"><button type="submit" class="primary">{text.filter.keep}</button></div>
      </form>
    </Dialog>
  );
}
