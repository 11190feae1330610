// A body: the switch of views, what is said about it, and the viewer.
import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import { addActions } from "../keys";
import { Lazy } from "../ui/lazy";
import { type BodyFacts, mediaType } from "../detail/types";
import { bannersOf } from "./banners";
import { type BodyPlace, samePlace } from "./bodysource";
import { type BodyKind, waysOf, wayOf } from "./choice";
import { FindBar } from "./findbar";
import { useServerFind, useTextFind } from "./finder";
import type { FurtherWay } from "./furtherview";
import { useLook } from "./looked";
import { LookView } from "./lookview";
import { linkTo, useLinked } from "./linked";
import type { Pattern } from "./matches";
import { Toolbar } from "./toolbar";
import { keptWays, keptWrap } from "./kept";

const loadFurther = () => import("./furtherview");
const FURTHER: readonly string[] = ["hex", "text", "image", "media", "preview", "parts", "tree"] satisfies FurtherWay[];
const isFurther = (way: string): way is FurtherWay => FURTHER.includes(way);

interface Props {
  place: BodyPlace;
  facts: BodyFacts;
  /** Whether bytes may still come. */
  open: boolean;
  revision: number;
  label: string;
  /** A pattern to find first. */
  first?: Pattern | undefined;
  /** Whether keys of the pane go to this body. */
  main: boolean;
}

export function BodyView({ place, facts, open, revision, label, first, main }: Props) {
  const type = mediaType(facts.type);
  const kind: BodyKind = { type, size: facts.recorded, encoded: facts.codings.length > 0 };
  const here = samePlace(place);
  const [asPassed, setAsPassed] = useState(false);
  const [charset, setCharset] = useState("");
  const [pattern, setPattern] = useState<Pattern | null>(first ?? null);
  const [match, setMatch] = useState(-1);
  const linked = useLinked(main ? place.flow : 0);
  const [own, setOwn] = useState("");
  // Before the next key is read: what it opens would be closed again.
  useLayoutEffect(() => {
    setAsPassed(false);
    setCharset("");
    setOwn("");
    setPattern(first ?? null);
  }, [here, first?.text]);

  const at = linked.at;
  const chosen = own || linked.view || (at && "text") || wayOf(kind, keptWays.value);
  const looks = chosen === "auto" || chosen === "tree" || chosen.startsWith("view:");
  const looked = useLook(place, looks ? chosen : "", charset, facts, revision);
  const ways = useMemo(() => waysOf(kind, looked.look?.views ?? [], looked.look?.syntax === "json"), [type, kind.size, looked.look]);
  const way = ways.some(each => each.id === chosen) || chosen.startsWith("view:") ? chosen : "auto";

  const onServer = way === "text" || way === "hex";
  const decoded = kind.encoded && !asPassed;
  const inText = useTextFind(looks ? looked.text : undefined, pattern);
  const onBytes = useServerFind(place, pattern, asPassed, onServer && place.seq === undefined);
  const found = onServer ? onBytes : inText;
  useLayoutEffect(() => setMatch(found.ranges.length > 0 ? 0 : -1), [found.ranges.length > 0, pattern?.text, pattern?.regex, way]);

  useLayoutEffect(() => {
    if (!main) return undefined;
    return addActions({ id: "body.find", keys: ["/", "Ctrl+f"], label: "Find in the body", scope: "detail", run: () => setPattern(now => now ?? { text: "", regex: false }) },
      { id: "body.view", keys: ["w"], label: "Next view of the body", scope: "detail", run: () => choose((ways[(ways.findIndex(each => each.id === way) + 1) % ways.length] ?? ways[0]!).id) });
  }, [main, ways, way]);

  function choose(id: string): void {
    setOwn(id);
    keptWays.value = { ...keptWays.value, [type]: id };
    if (main) linkTo({ view: id, at: null });
  }

  function selected(bytes: { from: number; to: number }): void {
    if (main) linkTo({ view: "hex", at: bytes });
  }

  function step(by: 1 | -1): void {
    const count = found.ranges.length / 2;
    if (count > 0) setMatch((match + by + count) % count);
  }

  const [from, to] = onServer && match >= 0 ? found.ranges.slice(2 * match, 2 * match + 2) : [];
  const range = from === undefined || to === undefined ? at : { from, to };
  const banners = bannersOf(facts, open, {
    decoded: way === "image" || (onServer ? decoded : kind.encoded),
    ...(looks && looked.look ? { decodedFrom: looked.look.decoded_from, truncated: looked.look.truncated, problem: looked.look.problem, looked: looked.look.shown ?? 0 } : {}),
  });
  const exact = facts.complete && !decoded;
  const shown = { place, decoded, size: facts.recorded, exact, revision: open ? revision : 0, label, at: range };
  return (
    <div class="body-view" role="group" aria-label={label}>
      <Toolbar ways={ways} way={way} onWay={choose} place={place} size={facts.recorded} encoded={onServer && kind.encoded} asPassed={asPassed} onAsPassed={setAsPassed}
        charset={way === "hex" || way === "image" || way === "media" ? null : charset || looked.look?.charset || ""} onCharset={setCharset}
        onFind={() => setPattern(pattern ?? { text: "", regex: false })} text={looked.text} language={looked.language} onBeautify={looked.beautify} />
      {banners.length > 0 && <ul class="banners">{banners.map(text => <li key={text}>{text}</li>)}</ul>}
      {pattern !== null && <FindBar pattern={pattern} onPattern={setPattern} onStep={step} onClose={() => setPattern(null)}
        status={found.ranges.length > 0 && match >= 0 ? `${(match + 1).toLocaleString("en")} of ${found.status}` : found.status} />}
      {facts.recorded === 0 ? <p class="empty">{facts.size > 0 ? "The body was not kept." : open ? "Nothing has come yet." : "There is no body."}</p>
        : isFurther(way) && (way !== "tree" || looked.text !== undefined)
          ? <Lazy load={loadFurther} props={{ way, type, charset, text: looked.text ?? "", revision, onSelect: selected, shown }} />
        : <LookView looked={looked} label={label} wrap={keptWrap.value} found={found.ranges} chosen={match} />}
    </div>
  );
}
