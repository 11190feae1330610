/** Both versions of a message that someone else changed while it was edited here. */
import { Shown } from "../viewers/spans";
import { differences, type Draft } from "./draft";

interface Props {
  mine: Draft;
  theirs: Draft;
  /** What was not done with the draft: it was not sent, or not saved. */
  done?: "sent" | "saved";
  keepMine: () => void;
  takeTheirs: () => void;
}

export function Stale({ mine, theirs, done = "sent", keepMine, takeTheirs }: Props) {
  const found = differences(mine, theirs);
  return (
    <section class="stale-draft" role="alert" aria-label="Changed elsewhere">
      <p><b>This message was changed elsewhere while you edited it.</b> Nothing of yours was {done}.</p>
      <table>
        <thead><tr><th scope="col">Part</th><th scope="col">Yours</th><th scope="col">Theirs, revision {theirs.revision}</th></tr></thead>
        <tbody>
          {found.map(each => (
            <tr key={each.name}><th scope="row"><Shown text={each.name} /></th><td class="mono"><Shown text={each.mine} /></td><td class="mono"><Shown text={each.theirs} /></td></tr>
          ))}
          {found.length === 0 && <tr><td colSpan={3}>The heads are the same.</td></tr>}
          {mine.body && <tr><th scope="row">body</th><td>edited</td><td>as it is at revision {theirs.revision}</td></tr>}
        </tbody>
      </table>
      <div class="buttons">
        <button type="button" onClick={takeTheirs}>Take theirs</button>
        <button type="button" class="primary" onClick={keepMine}>Keep mine over it</button>
      </div>
    </section>
  );
}
