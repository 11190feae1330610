// The overlay "Palette".
import { Dialog } from "../ui/dialog";
import { text } from "../strings";

export default function Palette({ onClose }: { onClose: () => void }) {
  return <Dialog title={text.frame.palette} onClose={onClose}>{null}</Dialog>;
}
