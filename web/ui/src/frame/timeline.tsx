// Requests over time, above the list.
export default function Timeline() {
  return null;
}
