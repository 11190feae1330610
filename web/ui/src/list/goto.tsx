// Asks for the number of a flow and goes there.
import { signal } from "@preact/signals";
import { text } from "../strings";
import { Dialog } from "../ui/dialog";
import { list } from "./control";
import { openFlow } from "./state";
import { NO_FLOW, parseFlowId } from "../flowid";

const asking = signal(false);

export function askForFlow(): void {
  asking.value = true;
}

export function GoTo() {
  if (!asking.value) return null;
  const close = () => void (asking.value = false);
  return (
    <Dialog title={text.list.goTo} onClose={close}>
      <form onSubmit={event => {
        event.preventDefault();
        const id = parseFlowId(String(new FormData(event.currentTarget).get("id") ?? ""));
        close();
        if (id !== NO_FLOW) {
          openFlow(id);
          list.goTo(id);
        }
      }}>
        <label>{text.list.goToLabel} <input name="id" inputMode="decimal" pattern="[0-9]+([.][0-9]+)?" autofocus autocomplete="off" /></label>
      </form>
    </Dialog>
  );
}
