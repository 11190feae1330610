/** Says in the detail that a flow is held, and leads to its editor. */
import { useEffect, useLayoutEffect } from "preact/hooks";
import { addActions } from "../keys";
import { go } from "../router";
import { duration } from "../format";
import { Icon } from "../ui/icon";
import { Shown } from "../viewers/spans";
import type { Flow } from "../detail/types";
import { pointText, secondsLeft } from "./heldlist";
import { follow, now } from "./feed";
import { resumeOne } from "./state";

export default function HeldStrip({ flow }: { flow: Flow }) {
  useEffect(follow, []);
  const edit = (): void => go("held", { held: flow.id });
  useLayoutEffect(() => addActions(
    { id: "detail.held-resume", keys: [], label: "Resume the held message", scope: "detail", run: () => void resumeOne(flow.id) },
    { id: "detail.held-edit", keys: ["e"], label: "Edit the held message", scope: "detail", run: edit },
  ), [flow.id]);
  const { held } = flow;
  if (!held) return null;
  const left = secondsLeft(held.deadline, now.value);
  return (
    <p class="held-strip" role="status">
      <Icon name="pause" />
      <span>Held: {pointText(held.point)}, by <span class="mono"><Shown text={held.why} /></span>{left !== null && `, ${duration(left * 1000)} left`}</span>
      <button type="button" class="primary" onClick={edit}>Edit</button>
      <button type="button" onClick={() => void resumeOne(flow.id)}>Resume</button>
    </p>
  );
}
