// An image from a blob, in an <img>, where scripts of an SVG do not run; facts that the server reads beneath.
import { useEffect, useState } from "preact/hooks";
import { isAbort } from "../api";
import { size as sizeText } from "../format";
import { type BodyPlace, look, samePlace, wholeBody } from "./bodysource";
import { LARGE_IMAGE } from "./choice";
import { Failure } from "./failure";
import { imageSizeOf } from "./imagesize";
import { Shown } from "./spans";

/** Above this many pixels an image is decoded only if a person asks: it takes four bytes for each. */
const MANY_PIXELS = 50_000_000;

interface Props {
  place: BodyPlace;
  type: string;
  size: number;
  revision: number;
}

export function ImageView({ place, type, size, revision }: Props) {
  const [blob, setBlob] = useState<Blob | null>(null);
  const [url, setUrl] = useState("");
  const [pixels, setPixels] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [asked, setAsked] = useState(size <= LARGE_IMAGE ? "" : `The image has ${sizeText(size)}.`);
  const [whole, setWhole] = useState(false);
  const [broken, setBroken] = useState(false);
  const [facts, setFacts] = useState("");
  const here = samePlace(place);

  useEffect(() => {
    if (asked) return undefined;
    const controller = new AbortController();
    setBroken(false);
    wholeBody(place, true, controller.signal).then(
      bytes => {
        const measured = imageSizeOf(new Uint8Array(bytes, 0, Math.min(bytes.byteLength, 1 << 20)));
        if (measured) setPixels(`${measured.width} × ${measured.height}`);
        if (measured && measured.width * measured.height > MANY_PIXELS && blob === null) setAsked(`The image has ${measured.width} × ${measured.height} pixels.`);
        setBlob(new Blob([bytes], { type }));
        setError(null);
      },
      reason => void (isAbort(reason) || setError(reason)),
    );
    look(place, "image", false, "", controller.signal).then(answer => setFacts(answer.text ?? ""), () => undefined);
    return () => controller.abort();
  }, [here, type, revision, asked]);

  useEffect(() => {
    if (!blob || asked) return undefined;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob, asked]);

  if (error !== null) return <Failure error={error} />;
  if (asked) return <p class="empty">{asked} <button type="button" onClick={() => setAsked("")}>Show it</button></p>;
  return (
    <div class="image-view">
      <div class="viewer-foot">
        <label><input type="checkbox" checked={whole} onChange={event => setWhole(event.currentTarget.checked)} /> 1:1</label>
        <span>{pixels}</span>
      </div>
      <div class={`image-ground ${whole ? "" : "fits"}`} tabIndex={0} role="region" aria-label="Image">
        {url && !broken && <img src={url} alt={`Image of the body, ${type}`} onError={() => setBroken(true)}
          onLoad={event => pixels || setPixels(`${event.currentTarget.naturalWidth} × ${event.currentTarget.naturalHeight}`)} />}
        {broken && <p class="empty">The browser cannot show this image: it is damaged, not complete, or no {type}.</p>}
      </div>
      {facts && <pre class="facts code" tabIndex={0}><Shown text={facts} /></pre>}
    </div>
  );
}
