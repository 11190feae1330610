package dev.steno.tui.list;

import dev.steno.flow.FlowNumber;
import dev.steno.store.FlowRow;
import dev.steno.tui.screen.Desk;
import dev.steno.view.Arrangement;
import dev.steno.view.View;
import dev.steno.view.ViewEvent;
import dev.steno.view.ViewListener;
import dev.steno.view.ViewWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The visible part of a view, and the row that has the focus. At most one read is in flight; what is wanted meanwhile is
 * read after it. For the interface's thread.
 *
 * <p>While browsing, the focused flow keeps its place on the screen: if flows are inserted or removed before it, the
 * window moves with it.
 */
public final class RowWindow {
    private static final long NONE = 0;

    private final Desk desk;
    private final View view;
    private final Runnable focused;
    private final ViewListener listener = this::viewChanged;

    private Following following = Following.TAIL;
    private Following beforePause = Following.TAIL;
    private Arrangement arrangement = Arrangement.INITIAL;
    private int height = 1;
    private long size;
    private long sizeLeft;

    /** The number of flows, which grows while the list is paused. */
    private long counted;

    private long top;
    private long cursor;
    private long focus = NONE;

    /** The flow that had the focus last, if the row under the cursor is not known yet. */
    private long lastFocus = NONE;

    /** The rank of the first row that was read. */
    private long from;

    private List<FlowRow> rows = List.of();
    private final EditedFlows edited;

    /** Whether rows are shown of which it was not asked yet whether they were edited. */
    private boolean unsigned;

    private Map<Long, Integer> highlighted = Map.of();
    private Highlighter highlighter = Highlighter.NONE;
    private @Nullable FlowRow told;

    /** What was read last; null before that. */
    private @Nullable Page last;

    /** The flows of the window that was read last, or is being read. Set by the view's thread. */
    private volatile Set<Long> watched = Set.of();

    /** Whether rows may have changed since they were read, besides their places. */
    private final AtomicBoolean touched = new AtomicBoolean(true);

    /** Whether a read is in flight. Also set by the thread on which one fails, which the desk reports. */
    private volatile boolean reading;

    private boolean known;

    /** Whether the session was searched for the first time; until then, an empty window says nothing of it. */
    private boolean searched;

    /** Whether the cursor was moved, so that the row under it gets the focus; otherwise it stays with its flow. */
    private boolean moved;

    /** Whether the window must be read again. Also set by the view's thread. */
    private volatile boolean stale = true;

    /** @param focused called when another flow has the focus, or the focused flow has changed */
    public RowWindow(Desk desk, Runnable focused) {
        this.desk = desk;
        this.focused = focused;
        this.edited = new EditedFlows(desk);
        this.view = desk.source().view();
        view.listen(listener);
        desk.await(view.settled(), done -> {
            searched = true;
            stale = true;
        });
    }

    private void viewChanged(List<ViewEvent> changes) {
        if (changes.stream().anyMatch(this::touches)) {
            touched.set(true);
        }
        stale = true;
        desk.changed();
    }

    /** Whether a change of the view may have changed a row that was read. One that only has another place has not. */
    private boolean touches(ViewEvent change) {
        if (change instanceof ViewEvent.Updated updated) {
            return watched.contains(updated.flow());
        }
        return change instanceof ViewEvent.Moved moved
                ? watched.contains(moved.flow())
                : change instanceof ViewEvent.Reset;
    }

    /** Stops listening to the view. */
    public void close() {
        view.forget(listener);
    }

    /** Begins to read what a screen of a number of rows lacks. */
    public void prepare(int rowsWanted) {
        int wanted = Math.max(1, rowsWanted);
        if (wanted != height) {
            height = wanted;
            keepVisible();
            stale = true;
        }
        if (unsigned && edited.want(visible())) {
            unsigned = false;
        }
        if (!stale || reading) {
            return;
        }
        stale = false;
        reading = true;
        if (following == Following.PAUSED && known && !moved) {
            desk.await(view.size().whenComplete(this::ended), this::count);
        } else {
            desk.await(next(touched.getAndSet(false) ? null : last).whenComplete(this::ended), this::show);
        }
    }

    /** Takes the number of flows while the rows stay as they are. */
    private void count(long now) {
        reading = false;
        counted = now;
    }

    private void ended(@Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            touched.set(true);
            reading = false;
        }
    }

    /** Returns the visible rows that were read. */
    List<FlowRow> visible() {
        List<FlowRow> visible = new ArrayList<>();
        for (long rank = top; rank < Math.min(size, top + height); rank++) {
            FlowRow row = row(rank);
            if (row != null) {
                visible.add(row);
            }
        }
        return visible;
    }

    /** What was read: the window, its rows, those that are highlighted, and the arrangement that they belong to. */
    private record Page(
            ViewWindow window,
            List<FlowRow> rows,
            Map<Long, Integer> highlighted,
            Arrangement arrangement,
            long cursor) {}

    /** @param before what was read last, if its rows are as they were */
    private CompletableFuture<Page> next(@Nullable Page before) {
        int count = height;
        if (following == Following.TAIL) {
            return view.tail(count).thenCompose(window -> page(window, 0, before));
        }
        long place = cursor;
        long first = top;
        boolean anchored = !moved && lastFocus != NONE;
        moved = false;
        if (!anchored) {
            return view.window(Math.max(0, first - count), 3 * count)
                    .thenCompose(window -> page(window, place, before));
        }
        return view.indexOf(lastFocus).thenCompose(found -> {
            long now = found.orElse(place);
            return view.window(Math.max(0, first + now - place - count), 3 * count)
                    .thenCompose(window -> page(window, now, before));
        });
    }

    private CompletableFuture<Page> page(ViewWindow window, long place, @Nullable Page before) {
        CompletableFuture<Page> read;
        if (before != null && before.window().ids().equals(window.ids())) {
            read = CompletableFuture.completedFuture(
                    new Page(window, before.rows(), before.highlighted(), Arrangement.INITIAL, place));
        } else {
            watched = Set.copyOf(window.ids());
            read = view.rows(window.ids())
                    .thenCombine(
                            highlighter.among(view, window.ids()),
                            (rows, found) -> new Page(window, rows, found, Arrangement.INITIAL, place));
        }
        return read.thenCombine(
                view.arrangement(), (page, now) -> new Page(window, page.rows(), page.highlighted(), now, place));
    }

    private void show(Page page) {
        reading = false;
        known = true;
        last = page;
        arrangement = page.arrangement();
        size = page.window().size();
        counted = size;
        from = page.window().from();
        rows = page.rows();
        unsigned = true;
        highlighted = page.highlighted();
        if (following == Following.TAIL) {
            top = from;
            cursor = arrangement.reversed() ? 0 : Math.max(0, size - 1);
            sizeLeft = size;
        } else if (!moved) {
            top += page.cursor() - cursor;
            cursor = page.cursor();
        }
        keepVisible();
        FlowRow row = row(cursor);
        if (row != null || size == 0) {
            tell(row);
        }
    }

    private void tell(@Nullable FlowRow row) {
        focus = row == null ? NONE : row.id();
        lastFocus = focus;
        desk.focusOn(focus);
        if (!Objects.equals(row, told)) {
            told = row;
            focused.run();
        }
    }

    private void keepVisible() {
        cursor = Math.max(0, Math.min(cursor, size - 1));
        top = Math.max(cursor - height + 1, Math.min(top, cursor));
        top = Math.max(0, Math.min(top, size - height));
    }

    /** Returns the row at a rank; null if it was not read yet, or there is none. */
    public @Nullable FlowRow row(long rank) {
        return rank < from || rank >= from + rows.size() ? null : rows.get((int) (rank - from));
    }

    /** Returns the number of the first highlighted filter that matches a flow; 0 if none does. */
    int highlight(long flow) {
        return highlighted.getOrDefault(flow, 0);
    }

    /** Whether a flow is known not to be as the peers sent it. */
    boolean isEdited(FlowRow row) {
        return edited.isEdited(row);
    }

    /** Highlights other flows. */
    void highlight(Highlighter other) {
        highlighter = other;
        refresh();
    }

    Highlighter highlighter() {
        return highlighter;
    }

    /** Returns the focused row; null if there is none, or it was not read yet. */
    public @Nullable FlowRow focusedRow() {
        return row(cursor);
    }

    /** Returns the focused flow; 0 if there is none, or the row under the cursor was not read yet. */
    public long focus() {
        return focus;
    }

    /** Returns the focused flow, or the one before if the row under the cursor was not read yet; 0 if there is none. */
    long lastFocus() {
        return lastFocus;
    }

    /** Returns the rank of the first visible row. */
    public long top() {
        return top;
    }

    /** Returns the rank of the focused row. */
    public long cursor() {
        return cursor;
    }

    /** Returns the number of flows of the view. */
    public long size() {
        return size;
    }

    /** Whether older flows match than those that the view has room for. */
    public boolean hasOlder() {
        return last != null && last.window().older();
    }

    /** Whether the rows of the list as it is searched for now were read. */
    public boolean isKnown() {
        return known && searched && (size > 0 || !stale && !reading);
    }

    public Following following() {
        return following;
    }

    public Arrangement arrangement() {
        return arrangement;
    }

    /** Returns how many flows were added since the newest ones were visible. */
    public long added() {
        return following == Following.TAIL ? 0 : Math.max(0, counted - sizeLeft);
    }

    /** Moves the focus by a number of rows, up if negative. */
    public void move(long by) {
        moveTo(cursor + by);
    }

    /** Moves the focus by a number of screens, up if negative. */
    public void page(double by) {
        move(Math.round(by * Math.max(1, height - 1)));
    }

    /** Moves the focus to a rank, or to the nearest one. */
    public void moveTo(long rank) {
        if (following == Following.TAIL) {
            following = Following.BROWSING;
        }
        cursor = rank;
        keepVisible();
        moved = true;
        stale = true;
        FlowRow row = row(cursor);
        if (row != null) {
            tell(row);
        } else {
            unfocus();
        }
    }

    /** Until the row under the cursor has been read: a key that acts on the focused flow must not act on the one before. */
    private void unfocus() {
        told = null;
        focus = NONE;
        desk.focusOn(NONE);
    }

    /** Keeps the focused flow where it is on the screen, although others may come and go around it. */
    void stay() {
        if (following == Following.TAIL) {
            following = Following.BROWSING;
        }
        stale = true;
    }

    /** Moves the focus to a flow; says so if the list does not have it. */
    public void moveToFlow(long flow) {
        moveToFlow(flow, () -> desk.say("flow " + FlowNumber.print(flow) + " is not in the list"));
    }

    /** Moves the focus to a flow, which may be newer than the rows that were read. */
    public void moveToFlow(long flow, Runnable otherwise) {
        unfocus();
        desk.await(view.indexOf(flow), place -> {
            if (place.isPresent()) {
                size = Math.max(size, place.getAsLong() + 1);
                moveTo(place.getAsLong());
            } else {
                FlowRow row = row(cursor);
                if (row != null) {
                    tell(row);
                }
                otherwise.run();
            }
        });
    }

    /** Makes the newest flows visible from now on. */
    public void tail() {
        following = Following.TAIL;
        unfocus();
        stale = true;
    }

    /** Keeps the list as it is, or lets it change again. */
    public void pause() {
        if (following == Following.PAUSED) {
            following = beforePause;
            stale = true;
        } else {
            beforePause = following;
            following = Following.PAUSED;
        }
    }

    /** Has the window read again, after a change that the view does not report. */
    public void refresh() {
        touched.set(true);
        stale = true;
        desk.changed();
    }
}
