// Banners for what is wrong: the channel is lost, the session cannot be written.
import { useEffect, useState } from "preact/hooks";
import { connect, farewell, gone, liveState, nextAttempt } from "../live";
import { alone, opened } from "../opened";
import { status } from "../session";
import { text } from "../strings";
import { Icon } from "../ui/icon";
import { marked } from "../viewers/invisible";

export function Troubles() {
  const trouble = status.value?.trouble;
  const unshipped = status.value?.shipping?.trouble;
  return (
    <>
      {gone.value ? <Gone /> : opened && <ReadOnly />}
      {liveState.value === "lost" && !gone.value && <Lost />}
      {unshipped && <div class="trouble" role="status"><Icon name="wifi-off" /><span>{text.frame.unshipped} {marked(unshipped)}</span></div>}
      {trouble && <div class="trouble severe" role="alert"><Icon name="triangle-alert" /><span>{trouble}</span></div>}
    </>
  );
}

/** Another session than the recorded one is shown, and the way back. */
function ReadOnly() {
  return (
    <div class="read-only" role="status">
      <Icon name="lock" />
      <span><b>{text.frame.readOnly}</b> {marked(status.value?.session?.name ?? "")}</span>
      {!alone.value && <a href={location.pathname}>{text.frame.recorded}</a>}
    </div>
  );
}

/** The session that was shown read-only is closed; what is on the page stays as long as the page. */
function Gone() {
  const name = status.value?.session?.name;
  return (
    <div class="trouble" role="alert">
      <Icon name="lock" />
      <span>{name && <b>{marked(name)}: </b>}{text.frame.gone}</span>
      <a href={location.pathname}>{text.frame.recorded}</a>
    </div>
  );
}

function Lost() {
  const [now, tick] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => tick(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((nextAttempt.value - now) / 1000));
  return (
    <div class="trouble" role="status">
      <Icon name="wifi-off" />
      <span>{farewell.value || text.frame.lost} <span aria-hidden="true">{seconds > 0 && text.frame.again(seconds)}</span></span>
      <button type="button" onClick={connect}>{text.frame.tryNow}</button>
    </div>
  );
}
