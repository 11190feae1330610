// The detail of one flow: its tabs and the one that is chosen.
import { closeDetail } from "../list/state";
import { param, setParams } from "../router";
import { text } from "../strings";
import { Icon } from "../ui/icon";
import { Tabs } from "../ui/tabs";
import { useFlow } from "./flow";
import { detailTabs } from "./tabs";

const tab = param("tab");

export default function Detail({ id }: { id: number }) {
  const { flow, error } = useFlow(id).value;
  const tabs = detailTabs.filter(each => flow && each.applies(flow));
  const chosen = tabs.find(each => each.id === tab.value) ?? tabs[0];
  const Chosen = chosen?.component;
  return (
    <div class="detail">
      <div class="detail-head">
        <Tabs label={text.frame.detail} tabs={tabs} chosen={chosen?.id ?? ""} panel="detail-panel" onChoose={id => setParams({ tab: id })} />
        <button type="button" class="quiet" aria-label={text.frame.closeDetail} onClick={closeDetail}><Icon name="x" /></button>
      </div>
      {error && <p class="empty" role="alert">{error}</p>}
      <div id="detail-panel" class="detail-panel" role="tabpanel" aria-labelledby={`tab-${chosen?.id}`} tabIndex={0}>
        {flow && Chosen && <Chosen flow={flow} />}
      </div>
    </div>
  );
}
