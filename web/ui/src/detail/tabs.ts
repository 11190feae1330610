// The tabs of the detail, in order. A tab is a component that gets the flow; one that does not apply is absent.
import type { ComponentType } from "preact";
import { text } from "../strings";
import type { Flow } from "./flow";

export interface DetailTab {
  id: string;
  label: string;
  applies: (flow: Flow) => boolean;
  component: ComponentType<{ flow: Flow }>;
}

export const detailTabs: DetailTab[] = [
  { id: "raw", label: text.tabs.raw, applies: () => true, component: ({ flow }) => JSON.stringify(flow, null, 2) },
];
