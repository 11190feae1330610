/** What an empty session shows in place of the list: the way to the first intercepted page. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { askImport } from "../exchange/dropped";
import { checks, environmentLines, onboardingUrl, setup, setupError, useSetup, type Check } from "../firstrun/setup";
import { status } from "../session";
import { leaveFocus } from "../ui/focus";
import { Icon } from "../ui/icon";
import { Lazy } from "../ui/lazy";
import { toast, toastError } from "../ui/toast";

const MARKS: Record<Check["state"], { icon: string; label: string }> = {
  open: { icon: "ellipsis", label: "not yet" },
  done: { icon: "check", label: "done" },
  failed: { icon: "triangle-alert", label: "failed" },
};

const loadQr = () => import("../firstrun/qr");

export default function FirstRun() {
  useSetup();
  const page = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = page.current;
    return () => leaveFocus(shown); // the first flow may come while one of its buttons has the focus
  }, []);
  const known = setup.value;
  const listeners = known?.listeners ?? status.value?.listeners ?? [];
  const address = listeners[0]?.address ?? "127.0.0.1:8080";
  const proxy = address.replace(/^(0\.0\.0\.0|\[::\])(?=:)/, "127.0.0.1");
  return (
    <div ref={page} class="firstrun">
      <h1>Nothing recorded yet</h1>
      <p>
        Steno listens on{" "}
        {listeners.map((listener, index) => (
          <span key={listener.address}>
            {index > 0 && ", "}
            <code>{listener.address}</code>
            {listener.mode !== "regular" && ` (${listener.mode})`}
          </span>
        ))}
        . Send a client's traffic there; this page follows what happens.
      </p>
      {setupError.value && <p class="stat-error" role="status">{setupError.value}</p>}
      <ol class="checklist" aria-label="The way to the first page">
        {checks(known ?? {}).map(check => (
          <li key={check.title} class={`check-${check.state}`}>
            <Icon name={MARKS[check.state].icon} label={MARKS[check.state].label} />
            <div>
              <b>{check.title}</b>
              <p>{check.detail}</p>
            </div>
          </li>
        ))}
      </ol>
      <h2>Ways to begin</h2>
      <div class="ways">
        <Way title="A browser with a profile of its own" text={known?.browser ?? "steno browser"} />
        <Way title="curl" text={known?.curl ?? `curl -x http://${proxy} http://example.com/`} />
        <Way title="Programs of this shell" text={environmentLines(known ?? {}) || `export HTTP_PROXY=http://${proxy} HTTPS_PROXY=http://${proxy}`} />
        <section class="way">
          <h3>A phone (Android, iOS)</h3>
          <p>
            {onboardingUrl(known ?? {}).includes("steno.internal")
              ? "Join the same network, set the Wi-Fi proxy to this machine's address and port, then open the welcome page, which has the certificate and the steps:"
              : "Join the same network and open the welcome page, which has the certificate and the steps:"}
          </p>
          <div class="way-phone">
            <Lazy load={loadQr} props={{ text: onboardingUrl(known ?? {}) }} />
            <Way title="" text={onboardingUrl(known ?? {})} />
          </div>
          {/^(127\.|\[::1\]|localhost)/.test(address) && (
            <p class="note">
              Steno listens on this machine alone; a phone needs <code>--listen 0.0.0.0:8080</code>.
            </p>
          )}
        </section>
        {(known?.clients ?? []).map(client => (
          <details key={client.name} class="way">
            <summary>{client.name}</summary>
            <ol>
              {client.steps.map(step => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </details>
        ))}
        <section class="way">
          <h3>A file of another tool, or another session</h3>
          <p>HAR, mitmproxy, SAZ, WARC and others: drop it on this page, or choose it.</p>
          <button type="button" onClick={askImport}>Import files …</button>
        </section>
        {known?.ca && (
          <section class="way">
            <h3>Steno's CA</h3>
            <p>
              <code>{known.ca.path}</code>
            </p>
            <p class="note">
              SHA-256 <code>{known.ca.sha256}</code>
            </p>
          </section>
        )}
      </div>
    </div>
  );
}

function Way({ title, text }: { title: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      toast("Copied");
    } catch (e) {
      toastError(e);
    }
  };
  return (
    <section class="way">
      {title && <h3>{title}</h3>}
      <div class="copyline">
        <pre tabIndex={0} aria-label={title || text}>
          {text}
        </pre>
        <button type="button" aria-label={`Copy: ${title || text}`} onClick={() => void copy()}>
          <Icon name={copied ? "check" : "copy"} /> Copy
        </button>
      </div>
    </section>
  );
}
