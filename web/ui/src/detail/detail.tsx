// The detail of one flow: its head, its tabs and the one that is chosen.
import { useLayoutEffect } from "preact/hooks";
import { closeDetail, detailAsked } from "../list/state";
import { addActions } from "../keys";
import { param, setParams } from "../router";
import { text } from "../strings";
import { Icon } from "../ui/icon";
import { Lazy } from "../ui/lazy";
import { styled } from "../ui/sheets";
import { Tabs } from "../ui/tabs";
import { shownTab } from "./applies";
import { detailActions } from "./actions";
import { useFlow } from "./flow";
import { Head } from "./head";
import { stepsOf, whyNotEdited } from "./revisions";
import { editing } from "./shown";
import { detailTabs } from "./tabs";
import { type FlowId } from "../flowid";

const tab = param("tab");
const loadStrip = styled(() => import("../held/strip"));
const loadHistory = styled(() => import("../revisions/history"));
const loadEditor = styled(() => import("../revisions/storededitor"));

export default function Detail({ id }: { id: FlowId }) {
  const { flow, error } = useFlow(id).value;
  const tabs = detailTabs.filter(each => flow && each.applies(flow));
  const chosen = tabs.find(each => each.id === shownTab(tab.value || "request", tabs.map(other => other.id)));
  const Chosen = chosen?.component;
  useLayoutEffect(() => addActions(...detailActions(() => flow, () => tabs.map(each => each.id), () => chosen?.id ?? "")));
  const edited = editing.value?.flow === id && flow?.id === id && !whyNotEdited(flow) ? editing.value : null;
  const asked = detailAsked.value && (chosen !== undefined || error !== "");
  useLayoutEffect(() => {
    if (!asked) return;
    detailAsked.value = false;
    const pane = document.querySelector<HTMLElement>(".detail-pane");
    (pane?.querySelector<HTMLElement>("[role=tab][aria-selected=true]") ?? pane)?.focus();
  }, [asked]);
  return (
    <div class="detail">
      {flow && <Head flow={flow} />}
      {flow?.held && <Lazy load={loadStrip} props={{ flow }} />}
      {flow && !edited && stepsOf(flow).length > 0 && <Lazy load={loadHistory} props={{ flow }} meanwhile={<></>} />}
      {edited && flow && <Lazy load={loadEditor} props={{ flow, part: flow[edited.part] ? edited.part : "request" as const }} />}
      {!edited && <>
      <div class="detail-head">
        <Tabs label={text.frame.detail} tabs={tabs} chosen={chosen?.id ?? ""} panel="detail-panel" onChoose={choose} />
        <button type="button" class="quiet" aria-label={text.frame.closeDetail} onClick={closeDetail}><Icon name="x" /></button>
      </div>
      {error && <p class="empty" role="alert">{error}</p>}
      <div id="detail-panel" class="detail-panel" role="tabpanel" aria-labelledby={`tab-${chosen?.id}`} tabIndex={-1}>
        {flow && Chosen && <Chosen flow={flow} />}
      </div>
      </>}
    </div>
  );
}

export function choose(id: string): void {
  setParams({ tab: id, at: null });
}
