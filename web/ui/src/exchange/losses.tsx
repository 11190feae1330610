// What an import or an export left out or changed.
import { count } from "../format";
import { marked } from "../viewers/invisible";
import type { Loss } from "./jobs";

export function Losses({ losses, of }: { losses: readonly Loss[]; of: string }) {
  if (losses.length === 0) return null;
  return (
    <details class="losses">
      <summary>{losses.length === 1 ? "One cause" : `${count(losses.length)} causes`} of details left out or changed</summary>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={`Left out or changed: ${of}`}>
        <table class="table">
          <thead><tr><th scope="col">What</th><th scope="col" class="numeric">Times</th><th scope="col">First</th></tr></thead>
          <tbody>
            {losses.map(loss => (
              <tr key={loss.cause}><td>{loss.meaning}</td><td class="numeric">{count(loss.times)}</td><td class="mono">{marked(loss.first)}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
