/** Pairs of keys as a table whose cells are coloured by their counts; each cell is a filter. */
import { heatLevel } from "../charts/scale";
import { HEAT_LEVELS } from "../charts/palette";
import { count } from "../format";
import type { Group } from "./shapes";

interface Pairs {
  rows: string[];
  columns: string[];
  cells: Map<string, Group>;
  most: number;
}

/** Rows and columns by their sums, the largest first. */
export function pairs(groups: Group[], mostColumns: number): Pairs {
  const rows = new Map<string, number>();
  const columns = new Map<string, number>();
  const cells = new Map<string, Group>();
  let most = 0;
  for (const group of groups) {
    const [row = "none", column = "none"] = Array.isArray(group.key) ? group.key.map(key => key || "none") : [group.key || "none"];
    rows.set(row, (rows.get(row) ?? 0) + group.flows);
    columns.set(column, (columns.get(column) ?? 0) + group.flows);
    cells.set(`${row}\n${column}`, group);
    most = Math.max(most, group.flows);
  }
  const sorted = (sums: Map<string, number>) => [...sums].sort((a, b) => b[1] - a[1]).map(([key]) => key);
  return { rows: sorted(rows), columns: sorted(columns).slice(0, mostColumns), cells, most };
}

const MOST_HOSTS = 8;

export function Matrix({ label, groups, pick }: { label: string; groups: Group[]; pick(group: Group): void }) {
  const { rows, columns, cells, most } = pairs(groups, MOST_HOSTS);
  return (
    <div class="matrix" tabIndex={0} role="region" aria-label={label}>
      <table>
        <caption class="sr">{label}</caption>
        <thead>
          <tr>
            <td />
            {columns.map(column => (
              <th key={column} scope="col" title={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {columns.map(column => {
                const group = cells.get(`${row}\n${column}`);
                return (
                  <td key={column}>
                    {group && (
                      <button
                        type="button"
                        class={`heat heat-${heatLevel(group.flows, most, HEAT_LEVELS)}`}
                        aria-label={`${row}, ${column}: ${count(group.flows)}`}
                        onClick={() => pick(group)}
                      >
                        {count(group.flows)}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
