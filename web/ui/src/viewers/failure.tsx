// What failed in place of what would be shown, and a way to try again.
import { isAbort } from "../api";

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  if (isAbort(error)) return null;
  return (
    <p class="failure" role="alert">
      {error instanceof Error ? error.message : String(error)}{" "}
      {retry && <button type="button" onClick={retry}>Retry</button>}
    </p>
  );
}
