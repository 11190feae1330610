// The list of flows.
export function List() {
  return <div class="list" role="grid" tabIndex={0} />;
}
