// The page "Tree".
import { text } from "../strings";

export default function Tree() {
  return <p class="empty">{text.pages.tree}</p>;
}
