package dev.steno.web.live;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.FlowNumber;
import dev.steno.json.FlowIdJson;
import dev.steno.json.Json;
import dev.steno.look.FlowMessages;
import dev.steno.look.MessageFilter;
import dev.steno.look.MessageRow;
import dev.steno.look.MessageWindow;
import dev.steno.view.FlowSource;
import dev.steno.web.api.MessageWindowJson;
import dev.steno.web.api.MessagesResource;
import dev.steno.web.api.RecordedContent;
import dev.steno.web.http.ApiProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a page's window of the messages of one flow up to date, with at most one frame in flight, as {@link FlowWindow}.
 * For the event loop; windows are read on another thread.
 */
final class LiveMessages {
    private static final Logger LOG = LoggerFactory.getLogger(LiveMessages.class);

    /** How often a window is read without a message that was seen: the events of a response are not seen one by one. */
    private static final long LOOK_MILLIS = 1_000;

    private static final long NONE = LiveRequest.NO_FLOW;

    private final FlowSource source;
    private final RecordedContent content;
    private final Executor reading;
    private final Outlet out;
    private final FramePace pace;
    private final Consumer<FlowEvent> follower = this::seen;
    private final AtomicBoolean isSeen = new AtomicBoolean();
    private volatile long followed = NONE;
    private Place wanted = new Place(MessageFilter.ALL, 0, 0, true);
    private @Nullable MessageWindow last;
    private boolean looking;

    /** The window that the page wants. */
    private record Place(MessageFilter filter, long from, int count, boolean tail) {}

    /** @param reading for tasks that read the session */
    LiveMessages(FlowSource source, RecordedContent content, Executor reading, Outlet out) {
        this.source = source;
        this.content = content;
        this.reading = reading;
        this.out = out;
        this.pace = new FramePace(out, this::build);
    }

    /**
     * The page wants another window, or none if its flow is 0.
     *
     * @throws ApiProblem if the filter is not valid
     */
    void want(LiveRequest request) {
        MessageFilter filter = MessagesResource.filter(
                request.text("filter", ""), request.text("direction", ""), request.text("kind", ""));
        long flow = request.flow("flow");
        if (followed == NONE && flow != NONE) {
            source.follow(follower);
        } else if (followed != NONE && flow == NONE) {
            source.unfollow(follower);
        }
        if (flow != followed) {
            pace.abandon();
            last = null;
        }
        followed = flow;
        wanted = new Place(
                filter,
                request.number("from", 0, 0, Integer.MAX_VALUE),
                (int) request.number("count", 0, 0, FlowMessages.MOST),
                request.isOn("tail"));
        if (flow != NONE) {
            pace.demand();
            lookAgain();
        }
    }

    void painted(long frame) {
        pace.acknowledge(frame);
    }

    void pause(boolean next) {
        pace.pause(next);
        if (!next && followed != NONE) {
            pace.demand();
        }
    }

    void close() {
        if (followed != NONE) {
            source.unfollow(follower);
            followed = NONE;
        }
    }

    /** On the thread that publishes the fact. */
    private void seen(FlowEvent event) {
        if (event instanceof FlowEvent.MessageSeen message
                && message.message().flow() == followed
                && !isSeen.getAndSet(true)) {
            out.execute(() -> {
                isSeen.set(false);
                pace.change();
            });
        }
    }

    private void lookAgain() {
        if (looking) {
            return;
        }
        looking = true;
        out.schedule(
                () -> {
                    looking = false;
                    if (followed != NONE) {
                        pace.change();
                        lookAgain();
                    }
                },
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void build() {
        long flow = followed;
        if (flow == NONE) {
            pace.built();
            return;
        }
        Place place = wanted;
        source.inReach(false)
                .thenApplyAsync(inReach -> read(flow, place), reading)
                .whenCompleteAsync(
                        (window, failure) -> {
                            if (window == null) {
                                LOG.debug("cannot read the messages of flow {}", FlowNumber.print(flow), failure);
                                pace.built();
                            } else if (flow == followed) {
                                send(flow, window);
                            } else {
                                pace.built();
                                pace.demand();
                            }
                        },
                        out);
    }

    private MessageWindow read(long flow, Place place) {
        try {
            return content.messages()
                    .window(
                            content.reader(),
                            content.flow(flow),
                            place.filter(),
                            place.from(),
                            place.count(),
                            place.tail());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(long flow, MessageWindow window) {
        MessageWindow before = last;
        boolean sameRows = before != null
                && before.from() == window.from()
                && before.rows().equals(window.rows());
        if (!pace.maySend(window.equals(before), sameRows)) {
            return;
        }
        last = window;
        long number = pace.sent(newRows(before, window), window.rows().size());
        out.send(Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("t", "m");
            json.writeNumberProperty("n", number);
            FlowIdJson.property(json, "flow", flow);
            MessageWindowJson.properties(json, window);
            json.writeEndObject();
        }));
        if (window.searched() < window.of()) {
            pace.change(); // the search goes on with the next frame
        }
    }

    private static int newRows(@Nullable MessageWindow before, MessageWindow window) {
        if (before == null) {
            return window.rows().size();
        }
        Set<MessageRow> known = new HashSet<>(before.rows());
        return (int) window.rows().stream().filter(row -> !known.contains(row)).count();
    }
}
