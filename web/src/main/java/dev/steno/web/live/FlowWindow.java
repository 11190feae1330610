package dev.steno.web.live;

import dev.steno.flow.Flow;
import dev.steno.json.FlowIdJson;
import dev.steno.json.Json;
import dev.steno.view.View;
import dev.steno.view.ViewEvent;
import dev.steno.view.ViewListener;
import dev.steno.view.ViewWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a browser's window of a view up to date. At most one frame is in flight: the next is made after the browser has
 * painted it, from what the view shows then, so that a slow browser costs no more memory than a window. A frame has the
 * rows that the frame before lacks or has in an older revision. For the event loop; the view is asked and rows are read
 * on other threads.
 */
final class FlowWindow implements ViewListener {
    private static final Logger LOG = LoggerFactory.getLogger(FlowWindow.class);

    /** Upper bound on the rows of a window. */
    static final int MOST = 500;

    private final View view;
    private final Outlet out;
    private final FramePace pace;
    private Place wanted = Place.NONE;
    private Highlights highlights = Highlights.NONE;
    private ExtraColumns extra = ExtraColumns.NONE;
    private Map<Long, Sent> known = Map.of();
    private Set<Long> stale = new HashSet<>();
    private boolean isAllStale;
    private @Nullable ViewWindow last;
    private long lastNew;
    private long sizeAtTail = -1;

    /** The page's number of what the view shows, and whether the search for it has ended. */
    private long shown;

    private boolean isWhole;

    /** Set on the view thread while the browser is not told of changes. */
    private volatile boolean paused;

    /** The revision and highlights that the browser has of a flow. */
    private record Sent(int revision, int highlights) {}

    /** What a frame is of, from the moment at which the view was asked. */
    private record Source(long shown, boolean isWhole) {}

    /**
     * The window that the browser wants.
     *
     * @param around a flow to place in the middle; 0 for a window by rank
     */
    record Place(long from, int count, boolean tail, long around) {
        static final Place NONE = new Place(0, -1, true, 0);
    }

    FlowWindow(View view, Outlet out) {
        this.view = view;
        this.out = out;
        this.pace = new FramePace(out, this::build);
    }

    /** The browser wants another window; it is sent even if nothing differs. */
    void want(Place next) {
        if (wanted.tail() && !next.tail()) {
            sizeAtTail = last == null ? -1 : last.size();
        }
        wanted = next;
        pace.demand();
    }

    boolean isTail() {
        return wanted.tail();
    }

    /** What the browser asked for under a number is what the view shows already. */
    void shows(long number) {
        shown = number;
    }

    /** A search for something else begins; the view has been asked for it. */
    void searchBegins() {
        isWhole = false;
    }

    /** The view shows something else: what is new since tail was left is counted from now on. */
    void restart(Highlights next, ExtraColumns columns) {
        sizeAtTail = -1;
        highlights = next;
        if (!columns.equals(extra)) {
            extra = columns;
            known = Map.of(); // all rows are written anew
        }
        isAllStale = true;
        pace.demand();
    }

    /** The search for what the view shows has ended: matches that it found are not new. A frame says so in any case. */
    void searchEnded() {
        sizeAtTail = -1;
        isWhole = true;
        pace.demand();
    }

    void painted(long frame) {
        pace.acknowledge(frame);
    }

    /** A paused window is not kept up to date; afterwards, it is sent as it is then. */
    void pause(boolean next) {
        paused = next;
        pace.pause(next);
        if (!next) {
            isAllStale = true;
            pace.demand();
        }
    }

    /** On the view thread. */
    @Override
    public void changed(List<ViewEvent> frame) {
        if (!paused) {
            out.execute(() -> heard(frame));
        }
    }

    private void heard(List<ViewEvent> frame) {
        boolean changes = false;
        for (ViewEvent event : frame) {
            if (event instanceof ViewEvent.Focused) {
                continue;
            }
            changes = true;
            if (event instanceof ViewEvent.Reset) {
                isAllStale = true;
            } else if (event instanceof ViewEvent.Inserted inserted) {
                stale.add(inserted.flow()); // an update later in the same frame is not told apart
            } else if (event instanceof ViewEvent.Updated updated) {
                stale.add(updated.flow());
            } else if (event instanceof ViewEvent.Moved moved) {
                stale.add(moved.flow());
            }
        }
        if (changes) {
            if (!pace.isBuilding()) {
                stale.retainAll(known.keySet());
            }
            pace.change();
        }
    }

    private void build() {
        Place place = wanted;
        if (place.count() < 0) {
            pace.built();
            return;
        }
        Source source = new Source(shown, isWhole);
        window(place)
                .whenCompleteAsync(
                        (window, failure) -> {
                            if (window == null) {
                                fail(failure);
                            } else {
                                readRows(window, source);
                            }
                        },
                        out);
    }

    private CompletableFuture<ViewWindow> window(Place place) {
        if (place.tail()) {
            return view.tail(place.count());
        }
        return place.around() == 0
                ? view.window(place.from(), place.count())
                : view.around(place.around(), place.count());
    }

    private void readRows(ViewWindow window, Source source) {
        List<Long> lacking = new ArrayList<>();
        for (Long id : window.ids()) {
            if (isAllStale || stale.contains(id) || !known.containsKey(id)) {
                lacking.add(id);
            }
        }
        stale = new HashSet<>(); // changes from now on may not be in the rows that are read
        isAllStale = false;
        if (lacking.isEmpty()) {
            send(window, source, List.of());
            return;
        }
        view.flows(lacking)
                .whenCompleteAsync(
                        (flows, failure) -> {
                            if (flows == null) {
                                isAllStale = true;
                                fail(failure);
                            } else {
                                send(window, source, flows);
                            }
                        },
                        out);
    }

    private void fail(@Nullable Throwable failure) {
        LOG.warn("cannot read the rows of a window; they follow with the next change", failure);
        pace.built();
    }

    private void send(ViewWindow window, Source source, List<Flow> read) {
        Map<Long, Sent> next = new HashMap<>();
        for (Long id : window.ids()) {
            Sent sent = known.get(id);
            if (sent != null) {
                next.put(id, sent);
            }
        }
        List<Flow> rows = new ArrayList<>();
        for (Flow flow : read) {
            Sent sent = new Sent(flow.revision(), highlights.bits(flow));
            if (!sent.equals(next.put(flow.id(), sent))) {
                rows.add(flow);
            }
        }
        known = next;
        stale.retainAll(next.keySet());
        if (sizeAtTail < 0) {
            sizeAtTail = window.size();
        }
        long behind = wanted.tail() ? 0 : Math.max(0, window.size() - sizeAtTail);
        ViewWindow before = last;
        boolean isSame =
                before != null && before.from() == window.from() && before.ids().equals(window.ids());
        boolean onlySize = isSame && rows.isEmpty();
        boolean nothing = onlySize && before != null && before.size() == window.size() && lastNew == behind;
        if (!pace.maySend(nothing, onlySize)) {
            return;
        }
        last = window;
        lastNew = behind;
        long number = pace.sent(rows.size(), window.ids().size());
        out.send(Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("t", "w");
            json.writeNumberProperty("n", number);
            json.writeNumberProperty("view", source.shown());
            json.writeBooleanProperty("whole", source.isWhole());
            json.writeNumberProperty("size", window.size());
            if (window.older()) {
                json.writeBooleanProperty("older", true); // the view has no room for all that match
            }
            json.writeNumberProperty("from", window.from());
            json.writeArrayPropertyStart("ids");
            window.ids().forEach(id -> FlowIdJson.write(json, id));
            json.writeEndArray();
            json.writeArrayPropertyStart("rows");
            rows.forEach(flow -> LiveColumns.write(json, flow, bits(next, flow), extra));
            json.writeEndArray();
            json.writeNumberProperty("new", behind);
            json.writeEndObject();
        }));
    }

    private static int bits(Map<Long, Sent> sent, Flow flow) {
        Sent of = sent.get(flow.id());
        return of == null ? 0 : of.highlights();
    }
}
