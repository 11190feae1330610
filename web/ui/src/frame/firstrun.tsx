// What an empty session shows in place of the list.
export default function FirstRun() {
  return null;
}
