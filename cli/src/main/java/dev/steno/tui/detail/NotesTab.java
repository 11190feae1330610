package dev.steno.tui.detail;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.Notes;
import dev.steno.store.GivenNote;
import dev.steno.text.HoldText;
import dev.steno.text.Timestamps;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.viewer.Content;
import dev.steno.tui.viewer.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What people, rules and addons noted on a flow or did to it. Absent if nothing was. */
final class NotesTab implements TextTab {
    private static final Set<String> NAMED = Set.of(Notes.RULES, Notes.ANSWERED_BY, Notes.ODD, Notes.EDIT);

    @Override
    public String name() {
        return "Notes";
    }

    @Override
    public boolean fits(ShownFlow shown) {
        return !shown.newest().notes().equals(Notes.NONE)
                || !shown.newest().holds().isEmpty()
                || !shown.edits().isEmpty();
    }

    @Override
    public Content content(ShownFlow shown, Panes panes) {
        return (reader, offset) -> Excerpt.of(
                lines(shown.newest(), shown.edits(), reader.notes(shown.newest().id())));
    }

    static List<Line> lines(Flow flow, List<FlowEdit> edits, List<GivenNote> given) {
        FactLines facts = new FactLines();
        Notes notes = flow.notes();
        facts.add("mark", notes.mark()).add("comment", notes.comment());
        facts.add(
                "recorded by",
                notes.recordedBy() == null ? "" : notes.recordedBy().text());
        for (GivenNote note : given) {
            facts.add("by " + note.author(), Timestamps.local(note.time()) + ", " + note.words());
        }
        if (notes.replay() != Notes.Replay.NONE) {
            facts.add("replayed", notes.replay().name().toLowerCase(Locale.ROOT));
        }
        facts.add("answered by", notes.metadata().get(Notes.ANSWERED_BY));
        addRules(notes, facts);
        facts.add("odd", Style.WARNING, notes.metadata().get(Notes.ODD));
        facts.add("edit", Style.WARNING, notes.metadata().get(Notes.EDIT));
        notes.metadata().forEach((name, value) -> {
            if (!NAMED.contains(name)) {
                facts.add(name, value);
            }
        });
        flow.holds().forEach(hold -> facts.add("held", Style.WARNING, HoldText.of(hold, flow)));
        for (FlowEdit edit : edits) {
            facts.add("edit " + edit.number(), Timestamps.local(edit.time()) + ", " + edit.by() + ": " + edit.what());
        }
        return facts.lines();
    }

    /** The rules that acted, in their order; the name of one that failed begins with an exclamation mark. */
    private static void addRules(Notes notes, FactLines facts) {
        String rules = notes.metadata().getOrDefault(Notes.RULES, "");
        String title = "rules";
        for (String rule : rules.isEmpty() ? new String[0] : rules.split(" ")) {
            boolean failed = rule.startsWith("!");
            facts.add(title, failed ? Style.ERROR : Style.TEXT, failed ? rule.substring(1) + " failed" : rule);
            title = "";
        }
    }
}
