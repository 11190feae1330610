/** The sheet of export: which flows, in which of the formats that the server lists, with or without secrets. The browser downloads. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { get, post, sentence } from "../api";
import { count, plural } from "../format";
import { selectedSet, type FlowSet } from "../list/menu";
import { filter, selectedCount, shownCount, viewNumber } from "../list/state";
import { flowCount } from "../session";
import { stored } from "../store";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icon";
import type { Loss } from "./jobs";
import { Losses } from "./losses";
import { deedOf, POLL_MS, STENO, stateText, type Format, type Outcome } from "./outcome";

type Which = "selected" | "shown" | "all";

const format = stored("export-format", "har");

export default function Exporting({ onClose }: { onClose: () => void }) {
  const [formats, setFormats] = useState<Format[]>([]);
  const [which, setWhich] = useState<Which>(selectedCount.value > 1 ? "selected" : "shown");
  const [secrets, setSecrets] = useState(false);
  const [version, setVersion] = useState(0);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState("");
  const [order, setOrder] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const choice = useRef<HTMLSelectElement>(null);
  const selected = useRef<FlowSet | null>(null);
  const known = formats.find(each => each.format === format.value) ?? formats[0];
  const whole = known?.format === STENO;

  useLayoutEffect(() => choice.current?.focus(), []);
  useEffect(() => {
    get<{ export: Format[] }>("/formats").then(answer => setFormats(answer.export), e => setProblem(e.message));
  }, []);

  /** What is asked of the format, which may lack what was chosen for another one. */
  const asked = (): Record<string, unknown> => ({
    ...(known?.versions?.includes(version) ? { version } : {}),
    ...Object.fromEntries((known?.choices ?? []).filter(each => chosen.includes(each.name)).map(each => [each.name, true])),
  });
  const begin = async () => {
    if (!known || busy) return;
    setBusy(true);
    setProblem("");
    setOrder(null);
    try {
      if (which === "selected") selected.current = await selectedSet();
      const set = which === "selected" ? selected.current?.set : which === "shown" ? "@shown" : "@all";
      if (!set) return;
      const { url, id } = await post<{ url: string; id: string }>("/export", { format: known.format, set, view: viewNumber(), secrets: secrets || whole, ...asked() });
      if (!/^\/t\/([\w-]+\/)?export\/[\w-]+$/.test(url)) throw new Error("Steno answered with an address that is none"); // of ours
      const link = document.createElement("a");
      link.href = url;
      link.download = "";
      link.click();
      setOrder(id);
    } catch (e) {
      setProblem(e instanceof Error ? e.message : String(e));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title="Export flows" onClose={onClose} class="exporting">
      <form onSubmit={event => {
        event.preventDefault();
        void begin();
      }}>
        <label class="field">Format
          <select ref={choice} value={known?.format ?? ""} onChange={event => void (format.value = event.currentTarget.value)}>
            {formats.map(each => <option key={each.format} value={each.format}>{each.title} ({each.extension})</option>)}
          </select>
        </label>
        {known?.versions && (
          <label class="field">Version
            <select value={known.versions.includes(version) ? version : known.versions[0]} onChange={event => setVersion(Number(event.currentTarget.value))}>
              {known.versions.map((each, index) => <option key={each} value={each}>{each}{index === 0 ? " (newest)" : ""}</option>)}
            </select>
          </label>
        )}
        {known?.choices?.map(({ name, meaning }) => (
          <label key={name} class="check"><input type="checkbox" checked={chosen.includes(name)} onChange={event => setChosen(event.currentTarget.checked ? [...chosen, name] : chosen.filter(each => each !== name))} />{sentence(meaning).slice(0, -1)}</label>
        ))}
        <fieldset class="ways-in">
          <legend>Flows</legend>
          {selectedCount.value > 0 && <label class="check"><input type="radio" name="which" checked={which === "selected"} onChange={() => setWhich("selected")} />Selected: {count(selectedCount.value)}</label>}
          <label class="check"><input type="radio" name="which" checked={which === "shown"} onChange={() => setWhich("shown")} />Shown{filter.value ? " by the filter" : ""}: {count(shownCount.value)}</label>
          <label class="check"><input type="radio" name="which" checked={which === "all"} onChange={() => setWhich("all")} />All of the session: {count(flowCount.value)}</label>
        </fieldset>
        <label class="check"><input type="checkbox" checked={secrets || whole} disabled={whole} aria-describedby="secrets-note" onChange={event => setSecrets(event.currentTarget.checked)} />With secrets</label>
        <p id="secrets-note" class={secrets || whole ? "secrets-warning" : "note"}>{secretsText(secrets, whole)}</p>
        {problem && <p class="option-error" role="alert">{problem}</p>}
        <div class="buttons"><button type="submit" class="primary" disabled={!known}><Icon name="download" />{deedOf(secrets || whole)}</button></div>
      </form>
      {order && <Followed key={order} id={order} />}
    </Dialog>
  );
}

function secretsText(secrets: boolean, whole: boolean): string {
  if (whole) return "A session file has everything, secrets too; steno redact replaces them in a copy.";
  return secrets
    ? "The file contains passwords, cookies and tokens unchanged. Anyone who has the file can use them."
    : "Passwords, cookies and tokens are replaced, equal ones by equal texts.";
}

/** How far the download is, and what was lost. */
function Followed({ id }: { id: string }) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let timer = 0;
    const ended = new AbortController();
    const ask = () => get<Outcome>(`/export/${id}`, {}, ended.signal).then(answer => {
      setOutcome(answer);
      if (answer.state === "waiting" || answer.state === "writing") timer = window.setTimeout(ask, POLL_MS);
    }, e => ended.signal.aborted || setProblem(e.message));
    void ask();
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [id]);
  const losses: Loss[] = outcome?.losses ?? [];
  const failed = problem || outcome?.problem;
  return (
    <div class="outcome">
      <p role="status">{stateText(outcome, flows => plural(flows, "flow"))}</p>
      {failed && <p class="option-error" role="alert">{failed}</p>}
      <Losses losses={losses} of="the export" />
    </div>
  );
}
