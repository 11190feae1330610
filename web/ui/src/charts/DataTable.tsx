/** A chart's figures as a table: what a screen reader reads, with CSV and the filter of each row. */
import { useState } from 'preact/hooks';
import { csv, download } from './csv';

export interface Column<R> {
  label: string;
  /** The value as it stands in CSV. */
  value(row: R): string | number | null;
  /** The value as a person reads it; by default the value itself. */
  show?(row: R): string;
  number?: boolean;
}

interface Props<R> {
  /** The name of the table, which is also the name of its CSV file. */
  name: string;
  columns: Column<R>[];
  rows: R[];
  /** The filter that selects the flows of a row; empty or absent if there is none. */
  filter?(row: R): string;
  onFilter?(filter: string): void;
}

const PAGE = 50;

export function DataTable<R>({ name, columns, rows, filter, onFilter }: Props<R>) {
  const [shown, setShown] = useState(PAGE);
  const save = () =>
    download(
      `${name}.csv`,
      'text/csv',
      csv(
        columns.map((column) => column.label),
        rows.map((row) => columns.map((column) => column.value(row))),
      ),
    );
  return (
    <div class="datatable">
      <div class="datatable-scroll" tabIndex={0} role="region" aria-label={`${name}, table`}>
        <table>
          <caption class="sr">{name}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.label} scope="col" class={column.number ? 'number' : undefined}>
                  {column.label}
                </th>
              ))}
              {filter && (
                <th scope="col">
                  <span class="sr">Filter</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, index) => (
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column.label} class={column.number ? 'number' : undefined}>
                    {column.show ? column.show(row) : (column.value(row) ?? '')}
                  </td>
                ))}
                {filter && (
                  <td>
                    {filter(row) && (
                      <button
                        type="button"
                        class="small"
                        title={filter(row)}
                        aria-label={`Filter: ${filter(row)}`}
                        onClick={() => onFilter?.(filter(row))}
                      >
                        Filter
                      </button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="datatable-foot">
        {rows.length > shown && (
          <button type="button" onClick={() => setShown(rows.length)}>
            Show all {rows.length} rows
          </button>
        )}
        <button type="button" onClick={save} disabled={rows.length === 0}>
          Save as CSV
        </button>
      </p>
    </div>
  );
}
