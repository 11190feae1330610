package dev.steno.tui.viewer;

import dev.steno.tui.line.Line;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.Prompt;
import dev.steno.tui.viewer.LineMatches.Match;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Searches what a viewer shows: the lines of the visible part, and then the bytes of the other parts. In hexadecimal,
 * where a text may begin in one row and end in the next, all is searched by its bytes. For the interface's thread.
 */
final class TextSearch {
    private static final int ROW = 16;

    private final Desk desk;
    private final Viewer viewer;

    private String needle = "";
    private @Nullable Match match;

    /** Offset of the match that was found last in hexadecimal; -1 if none was. */
    private long matchOffset = -1;

    /** Offset at which the last search was stopped, and at which the next one goes on; -1 if it was not stopped. */
    private long stoppedAt = -1;

    TextSearch(Desk desk, Viewer viewer) {
        this.desk = desk;
        this.viewer = viewer;
    }

    boolean isEmpty() {
        return needle.isEmpty();
    }

    /** The next search begins at the visible lines. */
    void leaveMatch() {
        match = null;
    }

    void leaveOffset() {
        matchOffset = -1;
        stoppedAt = -1;
    }

    /** Marks the matches in a line. */
    Line mark(int index, Line line) {
        Match found = match;
        return LineMatches.marked(line, needle, found != null && found.line() == index ? found.index() : -1);
    }

    /** Asks for a text, and goes to its first match. */
    void ask() {
        desk.ask(Prompt.of("search: ", needle, text -> {
            needle = text;
            match = null;
            leaveOffset();
            if (!text.isEmpty()) {
                find(true);
            }
        }));
    }

    /** Goes to the next match, or to the previous one. */
    void find(boolean forward) {
        BodyPart part = viewer.excerpt().body();
        if (forward && stoppedAt >= 0) {
            findBytes(true, stoppedAt - 1);
            return;
        }
        if (part != null && part.isHex()) {
            findBytes(forward, matchOffset >= 0 ? matchOffset : forward ? part.begin() - 1 : part.begin());
            return;
        }
        List<Line> lines = viewer.excerpt().lines();
        Match from = match == null ? new Match(viewer.top(), forward ? -1 : 0) : match;
        Match found = forward
                ? LineMatches.next(lines, needle, from.line(), from.index())
                : LineMatches.previous(lines, needle, from.line(), from.index());
        if (found != null) {
            reveal(found);
        } else if (part == null || part.begin() == 0 && !part.more()) {
            comeRound(forward);
        } else if (forward && part.more()) {
            findBytes(true, part.end() - 1);
        } else if (forward) {
            viewer.readAt(0, () -> comeRound(true));
        } else {
            findBytes(false, part.begin() > 0 ? part.begin() : Long.MAX_VALUE);
        }
    }

    private void reveal(Match found) {
        match = found;
        viewer.reveal(found.line(), found.index());
    }

    /** Searches the lines from the other end. */
    private void comeRound(boolean forward) {
        List<Line> lines = viewer.excerpt().lines();
        Match found = forward
                ? LineMatches.next(lines, needle, 0, -1)
                : LineMatches.previous(lines, needle, lines.size() - 1, Integer.MAX_VALUE);
        BodyPart part = viewer.excerpt().body();
        if (found == null && forward && part != null && part.more()) {
            findBytes(true, part.end() - 1); // this is only the first part
        } else if (found == null) {
            desk.fail("\"" + needle + "\" was not found");
        } else {
            reveal(found);
            desk.say(forward ? "the search went on at the beginning" : "the search went on at the end");
        }
    }

    /** Searches the bytes of the body behind an offset, or before it. */
    private void findBytes(boolean forward, long at) {
        String text = needle;
        Content in = viewer.content();
        int place = viewer.places();
        desk.say("searching the body…");
        desk.read(
                reader -> in.find(reader, text, forward ? at + 1 : 0, forward ? Long.MAX_VALUE : at, !forward),
                found -> {
                    if (place == viewer.places() && text.equals(needle)) {
                        take(found, forward, at);
                    }
                });
    }

    private void take(Content.Found found, boolean forward, long at) {
        if (found.offset() >= 0) {
            desk.say(String.format("found at byte %,d", found.offset()));
            show(found.offset());
        } else if (found.searched() >= 0) {
            stoppedAt = forward ? found.searched() : -1;
            desk.fail(String.format(
                    "\"%s\" was not found up to byte %,d in 5 s%s",
                    needle, found.searched(), forward ? "; n searches on from there" : ""));
        } else if (forward ? at >= 0 : at != Long.MAX_VALUE) {
            findBytes(forward, forward ? -1 : Long.MAX_VALUE); // from the other end
        } else {
            desk.fail("\"" + needle + "\" was not found");
        }
    }

    /** Shows the part of the body with a match at an offset. */
    private void show(long found) {
        BodyPart part = viewer.excerpt().body();
        if (part == null || !part.isHex()) {
            viewer.readAt(found / BodyPages.PART * BodyPages.PART, () -> {
                Match first = LineMatches.next(viewer.excerpt().lines(), needle, 0, -1);
                match = null;
                if (first != null) {
                    reveal(first);
                }
            });
        } else if (found >= part.begin() && found < part.end()) {
            showRow(found);
        } else {
            viewer.readAt(found / BodyPages.HEX_PART * BodyPages.HEX_PART, () -> showRow(found));
        }
    }

    private void showRow(long found) {
        BodyPart part = viewer.excerpt().body();
        if (part != null && part.isHex()) {
            int line = part.firstLine() + (int) ((found - part.begin()) / ROW);
            matchOffset = found;
            reveal(new Match(Math.min(line, viewer.excerpt().lines().size() - 1), 0));
        }
    }
}
