// The overlay "KeyHelp".
import { Dialog } from "../ui/dialog";
import { text } from "../strings";

export default function KeyHelp({ onClose }: { onClose: () => void }) {
  return <Dialog title={text.frame.help} onClose={onClose}>{null}</Dialog>;
}
