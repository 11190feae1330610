// A row of tabs (WAI-ARIA tabs, selection follows the focus).

export interface Tab {
  id: string;
  label: string;
  badge?: string | undefined;
}

interface Props {
  label: string;
  tabs: Tab[];
  chosen: string;
  onChoose: (id: string) => void;
  /** Id of the element that shows the chosen tab. */
  panel: string;
}

export function Tabs({ label, tabs, chosen, onChoose, panel }: Props) {
  function key(event: KeyboardEvent): void {
    const at = tabs.findIndex(tab => tab.id === chosen);
    const to = event.key === "ArrowRight" ? at + 1 : event.key === "ArrowLeft" ? at - 1 : event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : null;
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    onChoose(next.id);
    const list = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => list.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
  }
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={key}>
      {tabs.map(tab => (
        <button key={tab.id} type="button" role="tab" id={`tab-${tab.id}`} aria-selected={tab.id === chosen} aria-controls={panel}
          tabIndex={tab.id === chosen ? 0 : -1} onClick={() => onChoose(tab.id)}>
          {tab.label}{tab.badge && <span class="badge">{tab.badge}</span>}
        </button>
      ))}
    </div>
  );
}
