/** The sheet of import: files that were dropped or are chosen, into the recorded session or read-only beside it. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { call, get } from "../api";
import { count, percent, plural, size } from "../format";
import { overlay } from "../frame/overlays";
import { setFilter } from "../list/state";
import { alone, opened, openedAddress } from "../opened";
import { go } from "../router";
import { status } from "../session";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icon";
import { toast, toastError } from "../ui/toast";
import { marked } from "../viewers/invisible";
import { dropped } from "./dropped";
import { AS_USUAL, toDo, type How } from "./how";
import { HowToRead } from "./howtoread";
import { again, choose, drop, dropEnded, filterOf, isEnded, isSession, jobs, share, start, whole, type Answer, type Job, type Way } from "./jobs";
import { Losses } from "./losses";
import type { Format } from "./outcome";

export default function Importing({ onClose }: { onClose: () => void }) {
  const [way, setWay] = useState<Way | null>(null);
  const [hasSession, setHasSession] = useState(false);
  const [others, setOthers] = useState<Answer[]>([]);
  const [formats, setFormats] = useState<Format[]>([]);
  const [how, setHow] = useState<How>(AS_USUAL);
  const [asks, setAsks] = useState(false);
  /** The field of what a refused file lacks, which gets the focus once it is shown. */
  const [wants, setWants] = useState("");
  const fields = useRef<HTMLDivElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const deed = useRef<HTMLButtonElement>(null);
  const came = dropped.value;
  const chosen = jobs.value.filter(job => job.state === "chosen");
  const ended = jobs.value.filter(isEnded);
  const failed = ended.filter(job => job.state === "failed").length;
  const recorded = !alone.value && (opened !== "" || !!status.value?.session);
  // A session is looked at rather than mixed with another one.
  const wanted: Way = way ?? (hasSession || !recorded ? "opened" : "import");

  const readOthers = () => get<{ opened: Answer[] }>("/opened").then(answer => setOthers(answer.opened), toastError);
  useEffect(() => {
    void readOthers();
    get<{ import: Format[] }>("/formats").then(answer => setFormats(answer.import), toastError);
  }, []);
  useLayoutEffect(() => {
    if (came.length === 0) return;
    dropped.value = [];
    choose(came);
  }, [came]);
  const names = chosen.map(job => job.id).join();
  useEffect(() => {
    let current = true;
    void Promise.all(chosen.map(job => isSession(job.file))).then(each => current && setHasSession(each.includes(true)));
    return () => void (current = false);
  }, [names]);
  useLayoutEffect(() => {
    if (names && !wants) deed.current?.focus();
  }, [names]);
  useLayoutEffect(() => {
    if (!wants) return;
    fields.current?.querySelector<HTMLElement>(`[name=${wants}]`)?.focus();
    setWants("");
  }, [wants]);

  const retry = (job: Job, remedy: string) => {
    again(job);
    setWay(job.way);
    setAsks(true);
    if (remedy === "salvage") setHow({ ...how, salvage: true });
    setWants(remedy);
  };
  const begin = () => void start(wanted, how, job => {
    if (job.way === "opened") void readOthers();
    if (overlay.value !== "importing") said(job);
  });
  return (
    <Dialog title="Import files" onClose={onClose} class="importing">
      <p>HAR, mitmproxy, Fiddler, Burp, ZAP, Charles, Proxyman and web archives, by their content; or a session of Steno. Nothing in a file is executed or fetched.</p>
      <input ref={picker} type="file" multiple hidden aria-hidden="true" onChange={event => {
        choose([...(event.currentTarget.files ?? [])]);
        event.currentTarget.value = "";
      }} />
      <button type="button" class={chosen.length ? "" : "primary"} onClick={() => picker.current?.click()}><Icon name="plus" />Choose files …</button>
      {ended.length > 1 && (
        <div class="job-line"><span class="job-facts" role="status">{plural(ended.length, "file")}: {count(ended.length - failed)} read, {count(failed)} refused</span>
          <button type="button" class="small" onClick={dropEnded}>Take them off the list</button></div>
      )}
      <ul class="jobs" aria-label="Files">{jobs.value.map(job => <Row key={job.id} job={job} leave={onClose} retry={retry} />)}</ul>
      {chosen.length > 0 && (
        <form onSubmit={event => {
          event.preventDefault();
          begin();
        }}>
          <fieldset class="ways-in">
            <legend>Where to</legend>
            <label class="check"><input type="radio" name="way" checked={wanted === "import"} disabled={!recorded} onChange={() => setWay("import")} />Into the recorded session{opened ? "" : ` ${status.value?.session?.name ?? ""}`}: the flows get new numbers and stay</label>
            {!recorded && <p class="note">{alone.value ? "Nothing is recorded here: this session is only read." : "Nothing is recorded (--session none), so there is no session to import into."}</p>}
            <label class="check"><input type="radio" name="way" checked={wanted === "opened"} onChange={() => setWay("opened")} />Read-only, in a tab of its own, until it is closed or Steno stops</label>
          </fieldset>
          <HowToRead how={how} change={by => setHow({ ...how, ...by })} formats={formats} open={asks} turn={setAsks} fields={fields} />
          <div class="buttons"><button ref={deed} type="submit" class="primary">{wanted === "import" ? "Import" : "Open read-only"} {plural(chosen.length, "file")}</button></div>
        </form>
      )}
      {others.length > 0 && <Others all={others} changed={() => void readOthers()} />}
    </Dialog>
  );
}

/** What is said of a file that ended while the sheet was closed. */
function said(job: Job): void {
  if (job.answer) toast(`${marked(job.file.name)}: ${plural(job.answer.flows, "flow")} ${job.way === "import" ? "imported" : "opened read-only"}`);
  else {
    const problem = job.problem ?? "";
    toastError(new Error(marked(problem.startsWith(job.file.name) ? problem : `${job.file.name}: ${problem}`)));
  }
}

function Row({ job, leave, retry }: { job: Job; leave: () => void; retry: (job: Job, remedy: string) => void }) {
  const { file, answer } = job;
  const called = marked(file.name);
  const remedy = job.remedy ?? answer?.remedy ?? "";
  const name = <b class="job-name">{called}</b>;
  const ended = isEnded(job);
  const shows = answer && job.way === "import" ? filterOf(answer) : null;
  return (
    <li class={`job job-${job.state}`}>
      <div class="job-line">
        {job.state === "failed" && <Icon name="circle-alert" label="failed" />}
        {job.state === "done" && <Icon name={answer?.damage ? "triangle-alert" : "check"} label={answer?.damage ? "damaged" : "done"} />}
        {name}<span class="job-facts">{size(file.size)}{answer && ` · ${answer.format}`}</span>
        <button type="button" class="quiet" aria-label={ended ? `Take ${called} off the list` : job.state === "sending" ? `Cancel ${called}` : `Leave ${called} out`} onClick={() => drop(job)}><Icon name="x" /></button>
      </div>
      {job.state === "waiting" && <p class="note">Waits for the file before.</p>}
      {job.state === "sending" && <Progress job={job} />}
      <div role="status">
        {answer && <p>{plural(answer.flows, "flow")} {job.way === "import" ? "imported" : "opened read-only"}{answer.damage ? ", up to the damage:" : "."}{" "}
          {shows && <button type="button" class="link" onClick={() => {
            if (opened) location.assign(`/#/flows?f=${encodeURIComponent(shows)}`);
            else {
              go("flows");
              setFilter(shows);
              leave();
            }
          }}>Show them</button>}
          {answer.id && <a href={openedAddress(answer.id)} target="_blank" rel="noopener">Open in a new tab</a>}
        </p>}
        {answer?.damage && <p class="option-error">{marked(whole(answer.damage))} {toDo(answer.remedy)}</p>}
        {job.problem && <p class="option-error">{marked(job.problem)}</p>}
      </div>
      {toDo(remedy) && <p><button type="button" class="small" onClick={() => retry(job, remedy)}>{remedy === "salvage" ? "Read it again with that search …" : "Try again …"}</button>
        {remedy === "salvage" && job.way === "import" && " The flows before the damage come a second time."}</p>}
      {answer && <Losses losses={answer.losses} of={called} />}
    </li>
  );
}

function Progress({ job }: { job: Job }) {
  const done = share(job);
  const said = done < 1 ? `${percent(done)} sent` : "Sent; the rest is read …";
  return <p class="job-progress"><progress max={1} value={done} aria-label={`${marked(job.file.name)}: ${said}`} /><span>{said}</span></p>;
}

/** Sessions that are open read-only, by any page. */
function Others({ all, changed }: { all: Answer[]; changed: () => void }) {
  const close = (id: string) => void call("DELETE", `/opened/${id}`, {}, [404]).catch(toastError).finally(changed); // 404: another tab closed it
  return (
    <section aria-labelledby="opened-title">
      <h3 id="opened-title">Open read-only</h3>
      <ul class="jobs">
        {all.map(each => (
          <li key={each.id} class="job job-line">
            <a href={openedAddress(each.id ?? "")} target="_blank" rel="noopener">{marked(each.file)}</a><span class="job-facts">{plural(each.flows, "flow")}</span>
            <button type="button" class="small" aria-label={`Close ${marked(each.file)}`} disabled={each.id === opened} title={each.id === opened ? "This page shows it" : "The copy that Steno made is removed; the file stays"} onClick={() => close(each.id ?? "")}>Close</button>
          </li>
        ))}
      </ul>
    </section>
  );
}
