// The parts of a multipart body: each with its head and a viewer of its own, and to save.
import { useEffect, useMemo, useState } from "preact/hooks";
import { isAbort } from "../api";
import { size } from "../format";
import { Icon } from "../ui/icon";
import { type BodyPlace, samePlace, save, wholeBody } from "./bodysource";
import { isImage, isTextual } from "./choice";
import { Failure } from "./failure";
import { keptWrap } from "./kept";
import { type MultipartPart, partsOf, safeName } from "./multipart";
import { hexOf } from "./numbers";
import { Shown } from "./spans";
import { TextView } from "./textview";

/** What is shown of a part that is neither text nor an image. */
const FEW_BYTES = 64 << 10;

export function PartsView({ place, revision }: { place: BodyPlace; revision: number }) {
  const [parts, setParts] = useState<readonly MultipartPart[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [chosen, setChosen] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    wholeBody(place, true, abort.signal).then(
      bytes => {
        const found = partsOf(new Uint8Array(bytes));
        if (found) setParts(found);
        else setError(new Error("The body is not multipart: it does not begin with a delimiter."));
      },
      reason => void (isAbort(reason) || setError(reason)),
    );
    return () => abort.abort();
  }, [samePlace(place), revision]);
  if (error !== null) return <Failure error={error} />;
  if (parts === null) return <div class="loading" aria-busy="true" />;
  const part = parts[chosen];
  return (
    <div class="viewer-box">
      <div class="parts" role="region" aria-label="Parts" tabIndex={0}>
        <table class="table">
          <thead><tr><th scope="col">name</th><th scope="col">file</th><th scope="col">type</th><th scope="col" class="numeric">size</th><th scope="col"><span class="sr">save</span></th></tr></thead>
          <tbody>
            {parts.map((each, index) => (
              <tr key={index}>
                <td><button type="button" class="link" aria-pressed={index === chosen} onClick={() => setChosen(index)}><Shown text={each.name || `part ${index + 1}`} /></button></td>
                <td><Shown text={each.filename ?? ""} /></td><td><Shown text={each.type} /></td><td class="numeric">{size(each.bytes.length)}</td>
                <td><button type="button" class="quiet" aria-label={`Save part ${index + 1}`} onClick={() => save(each.bytes, safeName(each.filename ?? each.name, `part-${index + 1}`))}><Icon name="download" /></button></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {part && <Part key={chosen} part={part} />}
    </div>
  );
}

function Part({ part }: { part: MultipartPart }) {
  const image = isImage(part.type);
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!image) return undefined;
    const made = URL.createObjectURL(new Blob([new Uint8Array(part.bytes)], { type: part.type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [part]);
  const text = useMemo(() => (image ? "" : isTextual(part.type) ? new TextDecoder().decode(part.bytes) : lines(part.bytes)), [part]);
  if (image) return <div class="image-ground fits">{url && <img src={url} alt={`Part ${part.name}`} />}</div>;
  return <TextView text={text} syntax={part.type.includes("json") ? "json" : "text"} label={`Part ${part.name}`} wrap={keptWrap.value} />;
}

function lines(bytes: Uint8Array): string {
  const rows = [];
  for (let at = 0; at < Math.min(bytes.length, FEW_BYTES); at += 16) rows.push(`${at.toString(16).padStart(8, "0")}  ${hexOf(bytes.subarray(at, at + 16))}`);
  return rows.join("\n");
}
