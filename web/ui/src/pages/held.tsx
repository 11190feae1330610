// The page "Held".
import { text } from "../strings";

export default function Held() {
  return <p class="empty">{text.list.noneHeld}</p>;
}
