// The page "Compare".
import { text } from "../strings";

export default function Compare() {
  return <p class="empty">{text.pages.compare}</p>;
}
