// The viewers that are loaded when one of them is first needed: a body of text is shown without them.
import type { BodyPlace } from "./bodysource";
import { Framed } from "./framed";
import { HexView } from "./hexview";
import { ImageView } from "./imageview";
import { PagedView } from "./pagedview";
import { PartsView } from "./partsview";
import { TreeView } from "./treeview";

export type FurtherWay = "hex" | "text" | "image" | "media" | "preview" | "parts" | "tree";

interface Range {
  from: number;
  to: number;
}

interface Props {
  way: FurtherWay;
  type: string;
  charset: string;
  /** The body as JSON, for the tree. */
  text: string;
  revision: number;
  onSelect: (range: Range) => void;
  shown: {
    place: BodyPlace;
    decoded: boolean;
    size: number;
    exact: boolean;
    /** Counts up when the body may have grown. */
    revision: number;
    label: string;
    at: Range | undefined;
  };
}

export default function FurtherView({ way, type, charset, text, revision, onSelect, shown }: Props) {
  const { place, size, label } = shown;
  switch (way) {
    case "hex": return <HexView {...shown} onSelect={onSelect} />;
    case "text": return <PagedView {...shown} charset={charset} syntax={type.includes("json") ? "json" : "text"} />;
    case "image": return <ImageView place={place} type={type} size={size} revision={revision} />;
    case "parts": return <PartsView place={place} revision={revision} />;
    case "tree": return <TreeView text={text} label={label} />;
    default: return <Framed place={place} as={way} type={type} revision={revision} />;
  }
}
