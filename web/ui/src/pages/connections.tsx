// The page "Connections".
import { text } from "../strings";

export default function Connections() {
  return <p class="empty">{text.pages.connections}</p>;
}
