/** The keys of the page, made from the registry of actions: each can be changed or turned off. */
import { useState } from "preact/hooks";
import { allActions, changedKeys, characterKeys, keysOf, nameOf, type Action } from "../keys";
import { conflict, keyLabel, places, refusedKey } from "../keypage/groups";
import { Dialog } from "../ui/dialog";

export default function KeyHelp({ onClose }: { onClose: () => void }) {
  const [changing, setChanging] = useState<string | null>(null);
  const actions = allActions().filter(action => action.keys.length > 0 || keysOf(action).length > 0 || !action.id.startsWith("page."));
  return (
    <Dialog title="Keys" onClose={onClose} class="keyhelp">
      <label class="check">
        <input type="checkbox" checked={characterKeys.value} onChange={event => void (characterKeys.value = event.currentTarget.checked)} /> Keys of a single character work (in lists
        and details, never in a text field)
      </label>
      {places(actions).map(place => (
        <section key={place.scope} aria-labelledby={`keys-${place.scope}`}>
          <h3 id={`keys-${place.scope}`}>{place.title}</h3>
          <ul class="key-list">
            {place.actions.map(action => (
              <KeyRow key={action.id} action={action} changing={changing === action.id} change={open => setChanging(open ? action.id : null)} />
            ))}
          </ul>
        </section>
      ))}
      <div class="buttons">
        <button type="button" disabled={Object.keys(changedKeys.value).length === 0} onClick={() => void (changedKeys.value = {})}>
          Restore all
        </button>
      </div>
    </Dialog>
  );
}

interface RowProps {
  action: Action;
  changing: boolean;
  change(open: boolean): void;
}

function KeyRow({ action, changing, change }: RowProps) {
  const [error, setError] = useState("");
  const keys = keysOf(action);
  const set = (next: string[] | null) => {
    const { [action.id]: _, ...others } = changedKeys.value;
    changedKeys.value = next ? { ...others, [action.id]: next } : others;
    setError("");
    change(false);
  };
  const pressed = (event: KeyboardEvent) => {
    if (/^(Shift|Control|Alt|Meta|Tab)$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      setError("");
      change(false);
      return;
    }
    const key = nameOf(event);
    const other = conflict(key, action, allActions(), keysOf);
    const refused = refusedKey(key) ?? (other ? `${keyLabel(key)} already does this: ${other.label}` : null);
    if (refused) setError(refused);
    else set([key]);
  };
  return (
    <li>
      <span class="key-label">{action.label}</span>
      <span class="key-keys">{keys.length ? keys.map(key => <kbd key={key}>{keyLabel(key)}</kbd>) : <em>off</em>}</span>
      <span class="key-tools">
        {changing ? (
          <input
            class="key-press"
            aria-label={`New key for: ${action.label}. Press it, or Escape`}
            placeholder="press a key"
            readOnly
            ref={element => element?.focus()}
            onKeyDown={pressed}
            onBlur={() => change(false)}
          />
        ) : (
          <button type="button" class="quiet" aria-label={`Change the key of: ${action.label}`} onClick={() => change(true)}>
            Change
          </button>
        )}
        {keys.length > 0 && (
          <button type="button" class="quiet" aria-label={`Turn off the key of: ${action.label}`} onClick={() => set([])}>
            Off
          </button>
        )}
        {changedKeys.value[action.id] && (
          <button type="button" class="quiet" aria-label={`Restore the key of: ${action.label}`} onClick={() => set(null)}>
            Restore
          </button>
        )}
      </span>
      {error && (
        <p role="alert" class="option-error">
          {error}
        </p>
      )}
    </li>
  );
}
