package dev.steno.tui.viewer;

import dev.steno.command.Completion;
import dev.steno.content.view.ContentViews;
import dev.steno.text.FileErrors;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Prompt;
import dev.steno.tui.screen.Screen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows content: scrolls, wraps and searches it, goes through the parts of a large body, and lets its view be chosen. */
public final class Viewer implements Screen {
    public static final KeyTable<Viewer> KEYS = KeyTable.of(
            "Text of a flow",
            Binding.<Viewer>of("/", "search", viewer -> viewer.search.ask()).inBar("search"),
            Binding.<Viewer>of("n", "next match", viewer -> viewer.search.find(true))
                    .unless(Viewer::unsearched),
            Binding.<Viewer>of("N", "previous match", viewer -> viewer.search.find(false))
                    .unless(Viewer::unsearched),
            Binding.of("m, v", "content view of the body; it is kept by media type", Viewer::askForView)
                    .inBar("view")
                    .unless(Viewer::bodiless),
            Binding.of("x", "hexadecimal, or back", Viewer::toggleHex).unless(Viewer::bodiless),
            Binding.of("W", "wrap lines, or cut them", Viewer::toggleWrapping),
            Binding.<Viewer>of("j, down", "one line down", viewer -> viewer.move(1)),
            Binding.<Viewer>of("k, up", "one line up", viewer -> viewer.move(-1)),
            Binding.<Viewer>of("ctrl-d", "half a page down", viewer -> viewer.page(0.5)),
            Binding.<Viewer>of("ctrl-u", "half a page up", viewer -> viewer.page(-0.5)),
            Binding.<Viewer>of("pagedown, ctrl-f", "a page down; at the end, the next part", viewer -> viewer.page(1)),
            Binding.<Viewer>of("pageup, ctrl-b", "a page up; at the top, the part before", viewer -> viewer.page(-1)),
            Binding.of("home, g", "to the beginning", Viewer::home),
            Binding.of("end, G", "to the end of this part", Viewer::end),
            Binding.<Viewer>of(">", "move to the right, if lines are cut", viewer -> viewer.scroll.shift(16)),
            Binding.<Viewer>of("<", "move to the left", viewer -> viewer.scroll.shift(-16)));

    private static final Content NOTHING = (reader, offset) -> Excerpt.EMPTY;

    private final Desk desk;
    private final ViewChoices choices;
    private final WrappedScroll scroll = new WrappedScroll();
    private final TextSearch search;

    private Content content = NOTHING;
    private long offset;
    private boolean stale;
    private boolean reading;
    private int reads;

    /** Counts the places that were gone to, by which a search tells whether its result is still wanted. */
    private int places;

    private Runnable placing = () -> {};
    private Excerpt excerpt = Excerpt.EMPTY;

    public Viewer(Desk desk, ViewChoices choices) {
        this.desk = desk;
        this.choices = choices;
        this.search = new TextSearch(desk, this);
    }

    /**
     * Shows content.
     *
     * @param same whether it is the same as before, perhaps with more in it, so that the place stays
     */
    public void show(Content other, boolean same) {
        content = other;
        if (same) {
            stale = true; // what is read now is shown first: content may change faster than it is read
        } else {
            search.leaveMatch();
            readAt(0, scroll::home);
        }
    }

    /** Reads the part at an offset, and then goes to a place in it. */
    void readAt(long at, Runnable then) {
        offset = at;
        placing = then;
        search.leaveOffset();
        stale = true;
        reading = false;
        reads++; // what is read now is superseded
        places++;
    }

    /** Begins to read, if something else is wanted than was read last. */
    @Override
    public void prepare(int width, int height) {
        scroll.resize(width, height);
        if (!stale || reading) {
            return;
        }
        stale = false;
        reading = true;
        int number = ++reads;
        Content from = content;
        long at = offset;
        desk.read(
                reader -> {
                    try {
                        return from.read(reader, at);
                    } catch (IOException | RuntimeException e) {
                        return Excerpt.of(
                                List.of(Line.of(Style.ERROR, "this cannot be shown: " + FileErrors.reason(e))));
                    }
                },
                read -> take(number, read));
    }

    /** Takes what was read, unless a later read has begun. */
    private void take(int number, Excerpt read) {
        if (number == reads) {
            reading = false;
            excerpt = read;
            scroll.show(read.lines());
            Runnable then = placing;
            placing = () -> {};
            then.run();
        }
    }

    @Override
    public String title() {
        return "text";
    }

    @Override
    public List<Line> lines(int width, int height) {
        return scroll.visible(search::mark);
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        return KEYS.press(this, key, desk);
    }

    // ---- Moving.

    private void move(int rows) {
        if (!turnIfAtEdge(rows > 0)) {
            scroll.move(rows);
        }
    }

    private void page(double pages) {
        if (!turnIfAtEdge(pages > 0)) {
            scroll.page(pages);
        }
    }

    private boolean turnIfAtEdge(boolean down) {
        BodyPart part = excerpt.body();
        if (part == null) {
            return false;
        }
        if (down && part.more() && scroll.isAtEnd()) {
            readAt(part.end(), scroll::home);
            return true;
        }
        if (!down && part.begin() > 0 && scroll.isAtTop()) {
            readAt(part.before(), scroll::end);
            return true;
        }
        return false;
    }

    private void home() {
        if (offset == 0) {
            scroll.home();
        } else {
            readAt(0, scroll::home);
        }
        search.leaveMatch();
    }

    private void end() {
        scroll.end();
        search.leaveMatch();
    }

    private void toggleWrapping() {
        desk.say(scroll.toggleWrapping() ? "long lines are wrapped" : "long lines are cut; < and > move");
    }

    // ---- Views.

    private @Nullable String bodiless() {
        return excerpt.body() == null ? "there is no body to view" : null;
    }

    private void askForView() {
        BodyPart part = excerpt.body();
        if (part == null) {
            return;
        }
        List<String> names = new ArrayList<>(part.fitting());
        ContentViews.names().stream().filter(name -> !names.contains(name)).forEach(names::add);
        desk.ask(new Prompt(
                "view (" + String.join(", ", part.fitting()) + "; Tab: all; empty: automatic): ",
                "",
                line -> line.isBlank() || names.contains(line.strip())
                        ? null
                        : new Prompt.Complaint(0, "the views are " + String.join(", ", names)),
                line -> new Completion(
                        0, names.stream().filter(name -> name.startsWith(line)).toList()),
                line -> choose(part.key(), line.isBlank() ? null : line.strip())));
    }

    private void toggleHex() {
        BodyPart part = excerpt.body();
        if (part != null) {
            choose(part.key(), part.isHex() ? null : "hex");
        }
    }

    private void choose(String key, @Nullable String view) {
        choices.choose(key, view);
        search.leaveMatch();
        readAt(offset, this::toBody);
    }

    /** Makes the beginning of the body visible, which another view has changed. */
    private void toBody() {
        BodyPart part = excerpt.body();
        if (part != null && part.firstLine() > 0) {
            scroll.reveal(part.firstLine() - 1, 0);
        }
    }

    // ---- For the search.

    private @Nullable String unsearched() {
        return search.isEmpty() ? "nothing was searched for; / does" : null;
    }

    Content content() {
        return content;
    }

    Excerpt excerpt() {
        return excerpt;
    }

    /** Returns a number that changes if another place is gone to. */
    int places() {
        return places;
    }

    /** Returns the first visible line. */
    int top() {
        return scroll.top();
    }

    /** Makes a character of a line visible. */
    void reveal(int line, int index) {
        scroll.reveal(line, index);
    }
}
