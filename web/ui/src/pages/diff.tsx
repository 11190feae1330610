// The page that compares two selections of the session: what changed, and what only one of them has.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { pairShown } from "../compare/marked";
import { ensure, compare, current, leave, listMore, nameOf, stop, type Run } from "../diff/run";
import { MOST_LISTED, PIECE, rulesOf, TIMING_PERCENT, whatDiffers, whyNot, type Asked, type Difference, type DiffFlow, type DiffPart, type Kind } from "../diff/asked";
import { count, plural } from "../format";
import { openFlow } from "../list/state";
import { go, param, setParams } from "../router";
import { stored } from "../store";
import { text } from "../strings";
import { KeptInput } from "../ui/keptinput";
import { Failure } from "../viewers/failure";
import { Shown } from "../viewers/spans";
import { type FlowId } from "../flowid";

const a = param("a");
const b = param("b");
const ignored = stored<readonly string[]>("diff-ignore", []);
const usual = stored("diff-usual", true);
const ordered = stored("diff-ordered", false);
const timing = stored("diff-timing", false);

const KINDS: readonly { kind: Kind; sign: string; label: string }[] = [
  { kind: "changed", sign: "~", label: "Changed" },
  { kind: "removed", sign: "−", label: "Only in A" },
  { kind: "added", sign: "+", label: "Only in B" },
];

export default function Diff() {
  const [hidden, setHidden] = useState<readonly Kind[]>([]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set()); // stays while a value that is ignored is compared anew
  const sides = useRef<HTMLDivElement>(null);
  const asked: Asked = { a: a.value, b: b.value, ignored: ignored.value, usual: usual.value, ordered: ordered.value, timing: timing.value };
  const why = whyNot(asked);
  useEffect(() => {
    if (why === null) ensure(asked);
    else leave();
  }, [a.value, b.value, ignored.value, usual.value, ordered.value, timing.value]);
  useLayoutEffect(() => {
    if (why !== null) sides.current?.querySelector("input")?.focus();
  }, []);
  const run = why === null ? current.value : null;
  return (
    <div class="sheet diff">
      <header class="sheet-head">
        <h1>{text.pages.diff}</h1>
        <button type="button" onClick={() => go("flows")}>Back to the list</button>
      </header>
      <div class="diff-sides" ref={sides}>
        <Side name="A" value={a.value} keep={to => setParams({ a: to.trim() })} />
        <button type="button" onClick={() => setParams({ a: b.value, b: a.value })}>Swap</button>
        <Side name="B" value={b.value} keep={to => setParams({ b: to.trim() })} />
      </div>
      <div class="diff-rules">
        <Switch label="dates, ids of requests and cookies are no difference" of={usual} />
        <Switch label="the order of header fields counts" of={ordered} />
        <Switch label={`times that differ by more than ${TIMING_PERCENT} % count`} of={timing} />
      </div>
      {ignored.value.length > 0 && (
        <ul class="diff-ignored" aria-label="Ignored">
          {ignored.value.map(rule => (
            <li key={rule}><code>{rule}</code> <button type="button" aria-label={`Do not ignore ${rule}`} onClick={() => void (ignored.value = ignored.value.filter(each => each !== rule))}>Count again</button></li>
          ))}
        </ul>
      )}
      {why !== null ? <p class="empty">{why}</p> : run && <Result run={run} hidden={hidden} hide={setHidden} opened={opened} open={setOpened} asked={asked} />}
    </div>
  );
}

function Side({ name, value, keep }: { name: string; value: string; keep: (text: string) => void }) {
  return (
    <label class="diff-side"><span>{name}</span>
      <KeptInput type="text" aria-label={`Filter of side ${name}`} value={value} spellcheck={false} keep={keep} />
    </label>
  );
}

function Switch({ label, of }: { label: string; of: { value: boolean } }) {
  return <label><input type="checkbox" checked={of.value} onChange={event => void (of.value = event.currentTarget.checked)} /> {label}</label>;
}

interface ResultProps {
  run: Run;
  asked: Asked;
  hidden: readonly Kind[];
  hide: (kinds: readonly Kind[]) => void;
  /** The pairs whose values are shown. */
  opened: ReadonlySet<string>;
  open: (pairs: ReadonlySet<string>) => void;
}

function Result({ run, asked, hidden, hide, opened, open }: ResultProps) {
  const { summary, differences } = run;
  const length = differences.length;
  const rows = useMemo(() => differences.filter(each => !hidden.includes(each.type)), [differences, length, hidden]);
  const all = summary ? summary.changed + summary.removed + summary.added : length;
  return (
    <>
      <div class="diff-head">
        <span role="status">{run.running ? `Comparing … ${plural(length, "difference")} so far` : summary ? said(summary) : run.error === null ? `Stopped; ${plural(length, "difference")} until then` : ""}</span>
        {run.running ? <button type="button" onClick={stop}>Stop</button> : <button type="button" onClick={() => void compare(asked)}>Compare again</button>}
        <span class="choice" role="group" aria-label="Kinds of differences">
          {KINDS.map(({ kind, label }) => (
            <button key={kind} type="button" aria-pressed={!hidden.includes(kind)} onClick={() => hide(hidden.includes(kind) ? hidden.filter(each => each !== kind) : [...hidden, kind])}>
              {label} {summary ? count(summary[kind]) : ""}
            </button>
          ))}
        </span>
      </div>
      {run.error !== null && <Failure error={run.error} retry={() => void compare(asked)} />}
      {all > length && !run.running && length > 0 && <p class="stat-note">The first {count(length)} of {count(all)} differences are listed; {length < MOST_LISTED ? "the next ones follow at the end of the list." : "narrower selections, or values that are ignored, show the others."}</p>}
      {run.changed && <p class="stat-note" role="status">The session changed while the differences were listed, so that some may be missing; compare again.</p>}
      {length > 0 && (
        <div class="table-scroll" tabIndex={0} role="region" aria-label="Differences" data-first>
          <table class="table diff-table">
            <thead><tr><th scope="col">Difference</th><th scope="col">A</th><th scope="col">B</th><th scope="col">Request</th><th scope="col">What differs</th></tr></thead>
            {rows.map(each => <Row key={nameOf(each)} difference={each} open={opened.has(nameOf(each))} turn={() => open(turned(opened, nameOf(each)))} />)}
          </table>
        </div>
      )}
      {length > 0 && all > length && length < MOST_LISTED && <More next={Math.min(PIECE, all - length)} running={run.running} byItself={hidden.length === 0 && run.error === null} />}
    </>
  );
}

/** Lists the next differences, by itself when it comes into view. */
function More({ next, running, byItself }: { next: number; running: boolean; byItself: boolean }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!byItself || running || !button.current) return undefined;
    const watch = new IntersectionObserver(seen => seen.some(each => each.isIntersecting) && listMore());
    watch.observe(button.current);
    return () => watch.disconnect();
  }, [byItself, running]);
  return <p class="diff-more"><button ref={button} type="button" aria-disabled={running} onClick={listMore}>{running ? "Looking for the next ones …" : `List ${next === 1 ? "the next one" : `the next ${count(next)}`}`}</button></p>;
}

function said(summary: NonNullable<Run["summary"]>): string {
  const recoded = summary.recoded > 0 ? ` (${count(summary.recoded)} in other content codings)` : "";
  const damaged = summary.damaged > 0 ? `; ${plural(summary.damaged, "flow or pair")} not compared, since damaged` : "";
  const found = summary.changed + summary.removed + summary.added === 0 ? "No difference: " : "";
  return `${found}${count(summary.pairs_same)} the same${recoded}, of ${plural(summary.left, "flow")} in A and ${count(summary.right)} in B${damaged}`;
}

function turned(opened: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return opened.has(name) ? new Set([...opened].filter(each => each !== name)) : new Set([...opened, name]);
}

function Row({ difference, open, turn }: { difference: Difference; open: boolean; turn: () => void }) {
  const { type, left, right } = difference;
  const flow = right ?? left;
  const kind = KINDS.find(each => each.kind === type);
  const parts = difference.parts ?? [];
  const rules = open ? rulesOf(difference) : [];
  const show = () => {
    if (left && right) {
      pairShown.value = { ids: `${left.id},${right.id}`, from: "diff" };
      go("compare", { ids: pairShown.value.ids, flow: null, tab: null });
    } else if (flow) goTo(flow.id);
  };
  return (
    <tbody>
      <tr class={`diff-${type}`}>
        <td><span aria-hidden="true">{kind?.sign}</span> {kind?.label}</td>
        <td class="numeric"><Id flow={left} /></td>
        <td class="numeric"><Id flow={right} /></td>
        <td class="diff-url"><button type="button" class="link" title={left && right ? "Side by side" : "Open the flow"} onClick={show}>{flow?.method} <Shown text={flow?.url ?? ""} /></button></td>
        <td>{parts.length > 0 && <button type="button" class="quiet" aria-expanded={open} onClick={turn}>{whatDiffers(difference)}</button>}</td>
      </tr>
      {open && parts.map(part => <Values key={part.part} part={part} />)}
      {open && rules.length > 1 && <tr class="diff-value"><td colSpan={5}><button type="button" onClick={() => ignore(rules)}>Ignore all of these but the status: {plural(rules.length, "rule")}</button></td></tr>}
    </tbody>
  );
}

function Id({ flow }: { flow: DiffFlow | undefined }) {
  return flow ? <button type="button" class="link" aria-label={`Open flow ${flow.id}`} onClick={() => goTo(flow.id)}>#{flow.id}</button> : <span class="absent">none</span>;
}

function goTo(id: FlowId): void {
  go("flows");
  openFlow(id);
}

function ignore(rules: readonly string[]): void {
  ignored.value = [...new Set([...ignored.value, ...rules])];
}

function Values({ part }: { part: DiffPart }) {
  return (
    <>
      <tr class="diff-part"><th colSpan={5} scope="rowgroup">{part.part}{part.note && `: ${part.note}`}</th></tr>
      {part.rows.map((row, index) => (
        <tr key={index} class="diff-value">
          <th scope="row"><Shown text={row.key} /></th>
          <td colSpan={2}><Value text={row.left} /></td>
          <td><Value text={row.right} /></td>
          <td>{row.ignore !== undefined && <button type="button" title={row.ignore} aria-label={`Ignore ${row.ignore}`} onClick={() => ignore([row.ignore ?? ""])}>Ignore</button>}</td>
        </tr>
      ))}
      {part.omitted > 0 && <tr class="diff-value"><td colSpan={5}>{plural(part.omitted, "further value")}: open both side by side</td></tr>}
    </>
  );
}

function Value({ text }: { text: string | null }) {
  return text === null ? <span class="absent">absent</span> : <Shown text={text} />;
}
