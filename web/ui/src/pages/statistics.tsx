// The page "Statistics".
import { text } from "../strings";

export default function Statistics() {
  return <p class="empty">{text.pages.statistics}</p>;
}
