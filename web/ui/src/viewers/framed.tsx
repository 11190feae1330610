// What no header can be sent with: audio, video, and HTML in a frame that runs and fetches nothing. By tickets.
import { useEffect, useState } from "preact/hooks";
import { isAbort } from "../api";
import { type BodyPlace, samePlace, ticket } from "./bodysource";
import { Failure } from "./failure";

function useTicket(place: BodyPlace, as: "preview" | "media", revision: number): { url: string; error: unknown; again: () => void } {
  const [url, setUrl] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    setUrl("");
    ticket(place, as).then(
      address => void (current && (setUrl(address), setError(null))),
      reason => void (current && !isAbort(reason) && setError(reason)),
    );
    return () => void (current = false);
  }, [samePlace(place), as, revision, attempt]);
  return { url, error, again: () => setAttempt(now => now + 1) };
}

function Preview({ place, revision }: { place: BodyPlace; revision: number }) {
  const { url, error, again } = useTicket(place, "preview", revision);
  if (error !== null) return <Failure error={error} retry={again} />;
  return (
    <div class="viewer-box">
      <p class="banner-text">A preview without scripts and without anything from the network; links lead nowhere.</p>
      {url && <iframe class="preview" sandbox="" src={url} title="Preview of the body" referrerpolicy="no-referrer" />}
    </div>
  );
}

function Player({ place, type, revision }: { place: BodyPlace; type: string; revision: number }) {
  const { url, error, again } = useTicket(place, "media", revision);
  const [failed, setFailed] = useState(false);
  if (error !== null) return <Failure error={error} retry={again} />;
  if (!url) return <div class="loading" aria-busy="true" />;
  if (failed) return <p class="empty">The browser cannot play this {type}. <button type="button" onClick={() => (setFailed(false), again())}>Retry</button></p>;
  return type.startsWith("audio/")
    ? <audio class="player" controls preload="metadata" src={url} onError={() => setFailed(true)} />
    : <video class="player" controls preload="metadata" src={url} onError={() => setFailed(true)} />;
}

interface Props {
  place: BodyPlace;
  as: "media" | "preview";
  type: string;
  revision: number;
}

export function Framed({ place, as, type, revision }: Props) {
  return as === "preview" ? <Preview place={place} revision={revision} /> : <Player place={place} type={type} revision={revision} />;
}
