// Shown in place of everything while the page has no token.
import { access, refusal } from "../login";
import { text } from "../strings";
import { Icon } from "../ui/icon";

export function NoAccess() {
  if (access.value === "checking") return null;
  return (
    <main class="no-access">
      <Icon name="key-round" />
      <h1>{text.frame.out}</h1>
      {refusal.value && <p role="alert">{refusal.value}</p>}
      <p>{text.frame.outHelp}</p>
      <pre>steno web</pre>
    </main>
  );
}
