// Dialogs over the page: the browser's own dialog element keeps the focus in it and gives it back.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { text } from "../strings";
import { focusMain } from "./focus";
import { Icon } from "./icon";

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  class?: string;
}

export function Dialog({ title, onClose, children, class: kind = "" }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  /** Whether the pointer was pressed beside the box: one that was pressed in it may be released beside it, as the box changes its size. */
  const beside = useRef(false);
  const gone = useRef(false);
  // At once: a key that comes before it is open would be one of the page below.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const shown = element.current;
    shown?.showModal();
    // A part of it that goes, such as a form that was sent, takes the focus with it.
    const watch = new MutationObserver(() => shown?.open && document.activeElement === document.body && shown.focus());
    if (shown) watch.observe(shown, { childList: true, subtree: true });
    return () => {
      watch.disconnect();
      // As long as it is open, nothing beside it takes the focus.
      gone.current = true;
      shown?.close();
      // The body takes no focus: nothing had it, as when a file was dropped.
      if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
      else focusMain();
    };
  }, []);
  return (
    <dialog ref={element} tabIndex={-1} class={`dialog ${kind}`} aria-label={title} onClose={() => gone.current || onClose()}
      onPointerDown={event => void (beside.current = event.target === element.current)}
      onClick={event => beside.current && event.target === element.current && element.current?.close()}>
      <div class="dialog-box">
        <div class="dialog-head">
          <h2>{title}</h2>
          <button type="button" class="quiet" aria-label={text.common.close} onClick={() => element.current?.close()}><Icon name="x" /></button>
        </div>
        {children}
      </div>
    </dialog>
  );
}

interface Question {
  title: string;
  detail: string;
  /** What the button says: the deed, not `OK`. */
  deed: string;
  /** A text that must be typed before the deed is possible. */
  typed?: string;
}

const question = signal<(Question & { answer: (yes: boolean) => void }) | null>(null);
const answered = signal("");

/** Asks before something that cannot be undone. */
export function confirm(asked: Question): Promise<boolean> {
  answered.value = "";
  return new Promise(resolve => {
    question.value = { ...asked, answer: yes => {
      question.value = null;
      resolve(yes);
    } };
  });
}

export function Questions() {
  const asked = question.value;
  if (!asked) return null;
  const ready = !asked.typed || answered.value.trim() === asked.typed;
  return (
    <Dialog title={asked.title} onClose={() => asked.answer(false)} class="question">
      <form method="dialog" onSubmit={event => {
        event.preventDefault();
        if (ready) asked.answer(true);
      }}>
        <p>{asked.detail}</p>
        {asked.typed && (
          <label>{text.common.typeToConfirm(asked.typed)}
            <input value={answered.value} onInput={event => void (answered.value = event.currentTarget.value)} autocomplete="off" />
          </label>
        )}
        <div class="buttons">
          <button type="button" onClick={() => asked.answer(false)}>{text.common.cancel}</button>
          <button type="submit" class="danger" disabled={!ready}>{asked.deed}</button>
        </div>
      </form>
    </Dialog>
  );
}
