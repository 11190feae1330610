// A row of the list of messages; one that is not here yet has its number alone.
import { clock, dayAndClock, size } from "../format";
import { Shown } from "../viewers/spans";
import { type MessageRow, microsOf, protocolOf } from "./rows";

interface Props {
  rank: number;
  row: MessageRow | undefined;
  height: number;
  /** Whether messages have times of their own: the events of a stream are parts of one body. */
  timed: boolean;
  focused: boolean;
  opened: boolean;
  onOpen: () => void;
}

export function Row({ rank, row, height, timed, focused, opened, onOpen }: Props) {
  const style = { height: `${height}px` };
  const kind = `message-row ${focused ? "focused" : ""} ${opened ? "is-open" : ""}`;
  if (row === undefined) {
    return <div id={`message-${rank}`} role="row" aria-rowindex={rank + 1} class={`${kind} placeholder`} style={style} aria-busy="true"><span role="gridcell">{rank + 1}</span><span role="gridcell" class="bar" /></div>;
  }
  const time = microsOf(row.time);
  const label = row.name || row.kind;
  return (
    <div id={`message-${rank}`} role="row" aria-rowindex={rank + 1} aria-selected={focused} class={`${kind} of-${row.direction}`} style={style} onClick={onOpen}>
      {timed && <span role="gridcell" class="m-time" title={time === null ? "" : dayAndClock(time)}>{time === null ? "" : clock(time)}</span>}
      <span role="gridcell" class="m-direction"><span aria-hidden="true">{row.direction === "client" ? "↑" : "↓"}</span><span class="sr">{row.direction}</span></span>
      <span role="gridcell" class="m-kind"><Shown text={label} />{row.edit && <b class="fate"> {row.edit}</b>}</span>
      <span role="gridcell" class="m-size">{size(row.size)}</span>
      <span role="gridcell" class="m-protocol">{protocolOf(row)}</span>
      <span role="gridcell" class="m-text mono"><Shown text={row.text} /></span>
    </div>
  );
}
