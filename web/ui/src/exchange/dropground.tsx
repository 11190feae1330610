// What lies over the page while files are dragged over it.
import { text } from "../strings";
import { dragged } from "./dropped";

export function DropGround() {
  return dragged.value ? <div class="drop-ground" aria-hidden="true"><p>{text.frame.drop}</p></div> : null;
}
