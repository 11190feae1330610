// The tabs of the detail, in order. A tab is a component that gets the flow; one that does not apply is absent.
import type { ComponentType } from "preact";
import { Messages } from "../messages/messages";
import { text } from "../strings";
import { applies, type TabId } from "./applies";
import { Connection } from "./connection";
import { RequestTab, ResponseTab } from "./exchange";
import type { Flow } from "./flow";
import { Notes } from "./notes";
import { Raw } from "./raw";
import { Timing } from "./timing";

export interface DetailTab {
  id: string;
  label: string;
  applies: (flow: Flow) => boolean;
  component: ComponentType<{ flow: Flow }>;
}

const tab = (id: TabId, component: DetailTab["component"]): DetailTab => ({ id, label: text.tabs[id], applies: flow => applies(id, flow), component });

export const detailTabs: DetailTab[] = [
  tab("request", RequestTab),
  tab("response", ResponseTab),
  tab("messages", Messages),
  tab("timing", Timing),
  tab("connection", Connection),
  tab("notes", Notes),
  tab("raw", Raw),
];
