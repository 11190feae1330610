// The page of flows: the list, and beside or below it the detail.
import { computed, signal } from "@preact/signals";
import { stored } from "../store";
import { Lazy } from "../ui/lazy";
import { styled } from "../ui/sheets";
import { Splitter } from "../ui/splitter";
import { text } from "../strings";
import { param } from "../router";
import { detailOpen } from "./state";
import { List } from "./list";
import { ChipBar } from "../filter/chipbar";
import { parseFlowId } from "../flowid";

export type Split = "auto" | "right" | "below";

/** Share of the list, in percent. */
export const splitShare = stored("split-share", 55);
export const split = stored<Split>("split", "auto");
export const timelineShown = stored("timeline", false);

const flow = param("flow");

const loadDetail = () => import("../detail/detail");
const loadTimeline = styled(() => import("../frame/timeline"));

const narrow = signal(false);
const width = matchMedia("(max-width: 1199px)");
width.addEventListener("change", () => void (narrow.value = width.matches));
narrow.value = width.matches;

/** Whether the detail is below the list. */
export const isBelow = computed(() => split.value === "below" || (split.value === "auto" && narrow.value));

export function Flows({ shown }: { shown: boolean }) {
  const open = detailOpen.value;
  return (
    <div class={`flows ${isBelow.value ? "below" : ""} ${open ? "with-detail" : ""}`} hidden={!shown} style={{ "--share": `${splitShare.value}%` }}>
      {timelineShown.value && <Lazy load={loadTimeline} props={{}} />}
      <h1 class="sr">{text.pages.flows}</h1>
      <div class="panes">
        <section class="list-pane" aria-label={text.pages.flows} data-keys="list" data-pane><ChipBar /><List /></section>
        {open && (
          <>
            <Splitter value={splitShare} orientation={isBelow.value ? "horizontal" : "vertical"} label={text.frame.split} />
            <aside class="detail-pane" aria-label={text.frame.detail} data-keys="detail" data-pane tabIndex={-1}>
              <Lazy load={loadDetail} props={{ id: parseFlowId(flow.value) }} />
            </aside>
          </>
        )}
      </div>
    </div>
  );
}
