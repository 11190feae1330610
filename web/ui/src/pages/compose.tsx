/** The page that composes requests: one that is new, or that of a flow with changes; its attempts, and the response to each. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isAbort, post } from "../api";
import { pairShown } from "../compare/marked";
import { parentOf, useAttempts } from "../compose/attempts";
import { readBase, unchanged } from "../compose/base";
import { Composer } from "../compose/composer";
import { blank, type Base, type Composed } from "../compose/request";
import { flowAsked, fresh, isReady, keyNow, load, placeAt, sendNow, setAside, setPlace, shownAttempt, startNew, takeBack } from "../compose/state";
import { Strip } from "../compose/strip";
import Detail from "../detail/detail";
import { overlay } from "../frame/overlays";
import { addActions } from "../keys";
import { isBelow } from "../list/flows";
import { compose } from "../list/state";
import { go, setParams } from "../router";
import { stored } from "../store";
import { text } from "../strings";
import { Splitter } from "../ui/splitter";
import { useKeyed } from "../ui/keyed";
import { Failure } from "../viewers/failure";
import { type FlowId, NO_FLOW, parseFlowId } from "../flowid";

const share = stored("compose-share", 50);

export default function Compose() {
  const at = keyNow();
  const flow = parseFlowId(flowAsked.value) || null;
  const place = isReady.value ? placeAt(at) : undefined;
  const of = place ? place.now.of : flow;
  const { base, failure, retry, put } = useBase(of);
  const [error, setError] = useKeyed(at, "");
  const [wrong, setWrong] = useKeyed(`${at} ${place?.now.draft.revision}`, "");
  const [busy, setBusy] = useState(false);
  const shown = parseFlowId(shownAttempt.value);
  const { attempts, failed } = useAttempts(flow, place?.sent ?? []);

  useLayoutEffect(() => {
    if (!isReady.value || place) return;
    if (flow === null) setPlace(at, fresh(blank()));
    else if (base?.flow.id === flow) load(at, unchanged(base));
  }, [at, isReady.value, base, place]);

  async function send(): Promise<void> {
    if (busy || !place) return;
    if (wrong) return setError(wrong);
    if (of !== null && !base) return setError(`The request of flow ${of} is not read yet.`);
    setBusy(true);
    setError("");
    try {
      await sendNow(at, of === null ? null : base);
    } catch (e) {
      setError(e instanceof Error ? e.message : String(e));
    }
    setBusy(false);
  }

  /** Shows an attempt, and puts its request into the editor. */
  async function choose(id: FlowId): Promise<void> {
    setParams({ attempt: id, tab: "response", view: null, at: null });
    try {
      const read = await readBase(id, new AbortController().signal);
      if (parseFlowId(shownAttempt.value) !== id || keyNow() !== at) return; // another one was chosen meanwhile
      put(read);
      setAside(at);
      load(at, unchanged(read));
      setError("");
    } catch (e) {
      setError(e instanceof Error ? e.message : String(e));
    }
  }

  function step(by: number): void {
    const now = attempts.findIndex(each => each.id === shown);
    const next = attempts[now < 0 ? attempts.length - 1 : now + by];
    if (next) void choose(next.id);
  }

  const parent = parentOf(shown, attempts, flow, place?.sent ?? []);
  function compare(): void {
    pairShown.value = { ids: `${parent},${shown}`, from: "compose" };
    go("compare", { ids: pairShown.value.ids });
  }

  async function cancel(): Promise<void> {
    try {
      await post("/commands/flow.kill", { arguments: { flows: `@${shown}` } });
    } catch (e) {
      setError(e instanceof Error ? e.message : String(e));
    }
  }

  const acts = useRef({ send, step, compare, parent });
  acts.current = { send, step, compare, parent };
  const covered = (): string | null => (overlay.value ? "something else is open" : null);
  useLayoutEffect(() => addActions(
    { id: "compose.send", keys: ["Ctrl+Enter"], label: "Send the request", scope: "page", inText: true, disabled: covered, run: () => void acts.current.send() },
    { id: "compose.earlier", keys: ["Alt+ArrowUp"], label: "Attempt before", scope: "page", inText: true, disabled: covered, run: () => acts.current.step(-1) },
    { id: "compose.later", keys: ["Alt+ArrowDown"], label: "Attempt after", scope: "page", inText: true, disabled: covered, run: () => acts.current.step(1) },
    { id: "compose.compare", keys: ["Alt+c"], label: "Compare the attempt with what it was made of", scope: "page", inText: true, disabled: () => covered() ?? (acts.current.parent === null ? "there is nothing to compare with" : null), run: () => acts.current.compare() },
  ), []);

  function begin(): void {
    if (at === "new") {
      startNew();
      setParams({ attempt: null });
    } else compose(null);
  }

  const stacked = isBelow.value;
  return (
    <div class={`compose ${stacked ? "stacked" : ""}`} style={{ "--share": `${share.value}%` }}>
      <h1 class="sr">{text.pages.compose}</h1>
      {failure !== null && (
        <div class="compose-refused">
          <Failure error={failure} retry={retry} />
          <button type="button" data-first onClick={() => compose(null)}>New request</button>
        </div>
      )}
      {!place && failure === null && <div class="loading" aria-busy="true" />}
      {place && (failure === null || place.dirty) && <>
        {(attempts.length > 0 || place.aside.length > 0) && (
          <Strip attempts={attempts} shown={shown} aside={place.aside} choose={id => void choose(id)} takeBack={(draft: Composed) => takeBack(at, draft)} step={step} parent={shown ? parent : null} compare={compare} cancel={() => void cancel()} />
        )}
        {failed && <Failure error={failed} />}
        <div class="compose-panes">
          <Composer at={at} place={place} base={of === null ? null : base} busy={busy} error={error} send={() => void send()} startNew={begin}
            reset={() => base && (setAside(at), load(at, unchanged(base)), setError(""))} tell={setError} wrong={setWrong} />
          {shown !== NO_FLOW && <>
            <Splitter value={share} orientation={stacked ? "horizontal" : "vertical"} label="Border between the request and the response" />
            <aside class="detail-pane" aria-label={`Attempt ${shown}`} data-keys="detail" data-pane tabIndex={-1}><Detail id={shown} /></aside>
          </>}
        </div>
      </>}
    </div>
  );
}

/** The recorded request that a draft is made of. */
function useBase(of: FlowId | null): { base: Base | null; failure: unknown; retry: () => void; put: (base: Base) => void } {
  const [read, setRead] = useState<{ of: FlowId | null; base: Base | null; failure: unknown }>({ of: null, base: null, failure: null });
  const [again, setAgain] = useState(0);
  useEffect(() => {
    if (of === null) return undefined;
    const abort = new AbortController();
    readBase(of, abort.signal).then(
      base => setRead({ of, base, failure: null }),
      e => isAbort(e) || setRead({ of, base: null, failure: e }),
    );
    return () => abort.abort();
  }, [of, again]);
  const isRead = read.of === of;
  return { base: isRead ? read.base : null, failure: isRead && of !== null ? read.failure : null, retry: () => setAgain(again + 1), put: base => setRead({ of: base.flow.id, base, failure: null }) };
}
