// The top line: what is recorded, the filter, and the buttons of the page.
import { askExport, askImport } from "../exchange/dropped";
import { count, size } from "../format";
import { FilterBox } from "../filter/filterbox";
import { flowCount, status } from "../session";
import { text } from "../strings";
import { theme, type Theme } from "../theme";
import { Icon } from "../ui/icon";
import { openMenuAt } from "../ui/menu";
import { overlay } from "./overlays";
import { marked } from "../viewers/invisible";

export function Banner() {
  return (
    <header class="banner">
      <Recording />
      <FilterBox />
      <div class="tools" role="toolbar" aria-label={text.frame.tools}>
        <button type="button" class="quiet" aria-label={text.frame.palette} title={`${text.frame.palette} (Ctrl-K)`} onClick={() => void (overlay.value = "palette")}><Icon name="command" /></button>
        <button type="button" class="quiet" aria-label={text.frame.files} title={text.frame.files} onClick={event => chooseFiles(event.currentTarget)}><Icon name="arrow-down-up" /></button>
        <button type="button" class="quiet" aria-label={text.frame.theme} title={text.frame.theme} onClick={event => chooseTheme(event.currentTarget)}><Icon name="sun" /></button>
        <button type="button" class="quiet" aria-label={text.frame.help} title={`${text.frame.help} (?)`} onClick={() => void (overlay.value = "keyhelp")}><Icon name="circle-help" /></button>
      </div>
    </header>
  );
}

function Recording() {
  const now = status.value;
  const recording = now?.recording ?? false;
  const rate = now?.rates?.flows_per_second ?? 0;
  return (
    <div class="recording" title={now?.session?.path}>
      <span class={`dot ${recording ? "on" : ""}`} aria-hidden="true" />
      <span class="session-name"><span class="sr">{recording ? text.frame.recording : text.frame.notRecording} </span>{marked(now?.session?.name ?? "Steno")}</span>
      <span class="facts">
        {count(flowCount.value)} {text.frame.flows}
        {now?.session?.bytes !== undefined && <> · {size(now.session.bytes)}</>}
        {rate >= 0.5 && <> · {text.frame.perSecond(count(Math.round(rate)))}</>}
      </span>
    </div>
  );
}

function chooseFiles(button: Element): void {
  openMenuAt(text.frame.files, button, [
    { label: text.actions.importFiles, run: askImport },
    { label: text.actions.exportFlows, run: askExport },
  ]);
}

function chooseTheme(button: Element): void {
  const themes: Theme[] = ["system", "light", "dark", "contrast"];
  openMenuAt(text.frame.theme, button, themes.map(each => ({
    label: text.themes[each], checked: theme.value === each, run: () => void (theme.value = each),
  })));
}
