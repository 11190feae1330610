/** A question of the statistics: its chart, its figures as a table, and what went wrong. */
import type { ComponentChildren } from "preact";
import { DataTable, type Column } from "../charts/DataTable";
import type { Loaded } from "./load";

interface Props<T, R> {
  id: string;
  title: string;
  loaded: Loaded<T>;
  /** Whether there is nothing to show. */
  empty(data: T): boolean;
  chart(data: T): ComponentChildren;
  table: { columns: Column<R>[]; rows(data: T): R[]; filter?(row: R): string };
  onFilter(filter: string): void;
  controls?: ComponentChildren;
}

export function Section<T, R>({ id, title, loaded, empty, chart, table, onFilter, controls }: Props<T, R>) {
  const { data, error, loading } = loaded;
  return (
    <section class="stat" aria-labelledby={`stat-${id}`} aria-busy={loading}>
      <header class="stat-head">
        <h2 id={`stat-${id}`}>{title}</h2>
        {controls}
      </header>
      {error && (
        <p class="stat-error" role="alert">
          {error}{" "}
          <button type="button" onClick={loaded.retry}>
            Retry
          </button>
        </p>
      )}
      {!data && !error && <div class="loading" />}
      {data && empty(data) && <p class="empty">No flow of this filter tells anything here.</p>}
      {data && !empty(data) && (
        <>
          {chart(data)}
          <details class="stat-table">
            <summary>Table</summary>
            <DataTable name={title} columns={table.columns} rows={table.rows(data)} {...(table.filter ? { filter: table.filter } : {})} onFilter={onFilter} />
          </details>
        </>
      )}
    </section>
  );
}

/** A choice between a few values, as buttons in a row. */
export function Choice<V extends string>({ label, values, chosen, choose }: { label: string; values: [V, string][]; chosen: NoInfer<V>; choose(value: V): void }) {
  return (
    <div class="choice" role="group" aria-label={label}>
      {values.map(([value, name]) => (
        <button key={value} type="button" aria-pressed={value === chosen} onClick={() => choose(value)}>
          {name}
        </button>
      ))}
    </div>
  );
}

export function Legend({ entries }: { entries: { color: string; label: string }[] }) {
  return (
    <ul class="legend" aria-label="Legend">
      {entries.map(entry => (
        <li key={entry.label}>
          <span class="swatch" style={{ background: `var(${entry.color})` }} aria-hidden="true" />
          {entry.label}
        </li>
      ))}
    </ul>
  );
}
