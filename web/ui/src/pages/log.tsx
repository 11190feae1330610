// The page "Log".
import { text } from "../strings";

export default function Log() {
  return <p class="empty">{text.pages.log}</p>;
}
