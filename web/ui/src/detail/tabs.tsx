// The tabs of the detail, in order. A tab is a component that gets the flow; one that does not apply is absent.
import type { ComponentType } from "preact";
import { text } from "../strings";
import { Lazy, type Loader } from "../ui/lazy";
import { styled } from "../ui/sheets";
import { applies, type TabId } from "./applies";
import { RequestTab, ResponseTab } from "./exchange";
import type { Flow } from "./flow";

export interface DetailTab {
  id: string;
  label: string;
  applies: (flow: Flow) => boolean;
  component: ComponentType<{ flow: Flow }>;
}

const tab = (id: TabId, component: DetailTab["component"]): DetailTab => ({ id, label: text.tabs[id], applies: flow => applies(id, flow), component });

/** A tab that is loaded when it is first chosen. */
const later = (load: Loader<{ flow: Flow }>): DetailTab["component"] => ({ flow }) => <Lazy load={load} props={{ flow }} />;

export const detailTabs: DetailTab[] = [
  tab("request", RequestTab),
  tab("response", ResponseTab),
  tab("messages", later(styled(() => import("../messages/messages")))),
  tab("timing", later(() => import("./furthertabs").then(found => ({ default: found.Timing })))),
  tab("connection", later(() => import("./furthertabs").then(found => ({ default: found.Connection })))),
  tab("notes", later(() => import("./furthertabs").then(found => ({ default: found.Notes })))),
  tab("raw", later(() => import("./furthertabs").then(found => ({ default: found.Raw })))),
];
