// The page "Options".
import { text } from "../strings";

export default function Options() {
  return <p class="empty">{text.pages.options}</p>;
}
