// The messages of a flow as a list of any length, and the one that is opened.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { addActions } from "../keys";
import { stored } from "../store";
import { count, plural } from "../format";
import { Splitter } from "../ui/splitter";
import { BodyView } from "../viewers/bodyview";
import { Failure } from "../viewers/failure";
import { useLatest } from "../viewers/latest";
import { RankModel } from "../viewers/scroll";
import { ScrollPane, Scroller } from "../viewers/scrollpane";
import { type Flow, isEventStream, isOpen } from "../detail/types";
import { MessageFeed, NO_FILTER, type MessageFilter } from "./feed";
import { Row } from "./row";
import { closeText, type MessageRow } from "./rows";
import { windowFor } from "./window";

const ROW = 24;
const share = stored("messages-share", 60);

export default function Messages({ flow }: { flow: Flow }) {
  return <MessageList key={flow.id} flow={flow} />;
}

function MessageList({ flow }: { flow: Flow }) {
  const feed = useMemo(() => new MessageFeed(flow.id), []);
  useEffect(() => () => feed.close(), []);
  const scroller = useMemo(() => new Scroller(new RankModel(ROW), ROW), []);
  const { model } = scroller;
  const [tail, setTail] = useState(true);
  const focus = useLatest(-1);
  const [opened, setOpened] = useState<MessageRow | null>(null);
  const [filter, setFilter] = useState<MessageFilter>(NO_FILTER);
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(0);
  void feed.changed.value;
  const { size } = feed.ranks;
  if (model.count !== size) {
    model.count = size;
    if (tail) model.to(1);
    scroller.jumped = true;
  }

  function want(following = tail): void {
    feed.want(windowFor(model.top, model.fits, Math.sign(model.top - before.current), size, following));
    before.current = model.top;
  }

  function moved(): void {
    const follows = model.atEnd && (tail || model.top > before.current);
    if (follows !== tail) setTail(follows);
    want(follows);
  }

  function follow(): void {
    setTail(true);
    scroller.to(1);
    want(true);
  }

  function go(rank: number, open: boolean): void {
    const next = Math.max(0, Math.min(size - 1, rank));
    focus.value = next;
    model.reveal(next);
    scroller.jump();
    moved();
    const row = feed.ranks.at(next);
    if (row && (open || opened)) setOpened(row);
  }

  function key(event: KeyboardEvent, fits: number): boolean {
    const page = Math.max(1, Math.floor(fits) - 1);
    const at = focus.value < 0 ? Math.floor(model.top) - 1 : focus.value;
    switch (event.key) {
      case "ArrowDown": case "j": go(at + 1, false); break;
      case "ArrowUp": case "k": go(at - 1, false); break;
      case "PageDown": go(at + page, false); break;
      case "PageUp": go(at - page, false); break;
      case "Home": go(0, false); break;
      case "End": go(size - 1, false); follow(); break;
      case "F": follow(); break;
      case "Enter": go(Math.max(0, focus.value), true); break;
      case "Escape":
        if (!opened) return false;
        setOpened(null);
        event.stopPropagation();
        break;
      default: return false;
    }
    return true;
  }

  useLayoutEffect(() => addActions(
    { id: "messages.filter", keys: ["/", "Ctrl+f"], label: "Filter messages", scope: "detail", run: () => box.current?.querySelector<HTMLInputElement>("input")?.focus() },
    { id: "messages.tail", keys: ["F"], label: "Follow new messages", scope: "detail", run: follow },
  ));

  function draw(fits: number) {
    const rows = [];
    const first = Math.floor(model.top);
    for (let rank = first; rank < Math.min(size, first + Math.ceil(fits) + 1); rank++) {
      rows.push(<Row key={rank} rank={rank} row={feed.ranks.at(rank)} height={ROW} timed={!isEventStream(flow)} focused={rank === focus.value} opened={opened !== null && feed.ranks.at(rank)?.seq === opened.seq} onOpen={() => go(rank, true)} />);
    }
    return rows;
  }

  const change = (changes: Partial<MessageFilter>): void => {
    const next = { ...filter, ...changes };
    setFilter(next);
    focus.value = -1;
    feed.filterBy(next);
  };
  return (
    <div ref={box} class={opened ? "messages opened" : "messages"} style={{ "--message-share": `${share.value}%` }}>
      <div class="messages-list">
        <div class="body-tools" role="toolbar" aria-label="Messages">
          <input type="text" placeholder="Filter messages" aria-label="Filter messages by text" value={filter.text} spellcheck={false} onInput={event => change({ text: event.currentTarget.value })} />
          <Choice label="Direction" value={filter.direction} choices={["client", "server"]} onChange={direction => change({ direction })} />
          {!isEventStream(flow) && <Choice label="Kind" value={filter.kind} choices={["text", "binary", "ping", "pong", "close"]} onChange={kind => change({ kind })} />}
          <span class="s-comment" role="status">{feed.filtered ? `${count(size)} of ${plural(feed.total.value, "message")}${feed.searching.value ? ", searching…" : ""}` : plural(size, "message")}</span>
          <span class="spring" />
          <button type="button" class={tail ? "quiet on" : "quiet"} aria-pressed={tail} onClick={() => (tail ? setTail(false) : follow())}>Follow</button>
        </div>
        <Facts flow={flow} />
        {feed.error.value !== null && <Failure error={feed.error.value} />}
        <ScrollPane scroller={scroller} label="Messages" rows={draw} onMoved={moved} onKey={key} role="grid" class="message-grid"
          attributes={{ "aria-rowcount": size, "aria-activedescendant": focus.value < 0 ? undefined : `message-${focus.value}`, "data-first": "" }} />
      </div>
      {opened && <>
        <Splitter value={share} orientation="horizontal" label="Border between the list and the message" />
        <Opened flow={flow} row={opened} />
      </>}
    </div>
  );
}

function Opened({ flow, row }: { flow: Flow; row: MessageRow }) {
  const type = row.kind === "binary" || row.binary ? "message/binary" : "message/text";
  const recorded = row.recorded ?? row.size;
  return (
    <BodyView key={row.seq} place={{ flow: flow.id, part: row.direction === "client" ? "request" : "response", seq: row.seq }} open={false} revision={0} main={false}
      facts={{ size: row.size, recorded, complete: row.complete !== false, lack: null, codings: [], type }} label={`Message ${row.seq} of the ${row.direction}`} />
  );
}

function Facts({ flow }: { flow: Flow }) {
  const facts = typeof flow.websocket === "object" ? flow.websocket : null;
  if (!facts) return null;
  const parts: string[] = [];
  if (facts.client_pings) parts.push(plural(facts.client_pings, "ping") + " of the client");
  if (facts.server_pings) parts.push(plural(facts.server_pings, "ping") + " of the server");
  if (facts.close_code !== null) parts.push(`closed: ${closeText(facts.close_code)}`);
  else if (isOpen(flow)) parts.push("open");
  if (facts.problem) parts.push(facts.problem);
  return parts.length > 0 ? <p class="banner-text">{parts.join(" · ")}</p> : null;
}

function Choice({ label, value, choices, onChange }: { label: string; value: string; choices: readonly string[]; onChange: (value: string) => void }) {
  return (
    <select aria-label={label} value={value} onChange={event => onChange(event.currentTarget.value)}>
      <option value="">{label.toLowerCase()}: all</option>
      {choices.map(each => <option key={each} value={each}>{each}</option>)}
    </select>
  );
}
