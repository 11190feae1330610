package dev.steno.look;

import dev.steno.content.ContentType;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events of a response of type {@code text/event-stream} (HTML, 9.2.6). The response is searched for the ends of
 * events once, and from there on when it has grown.
 */
final class EventStreamMessages implements MessageList {
    private static final int BLOCK = 64 * 1024;

    /** Bytes of an event that are read for a row or a filter. */
    private static final int READ = 256 * 1024;

    /** Upper bound on the events of a list. */
    private static final int MOST = 10_000_000;

    private final DecodedBodies decoded;
    private final long flow;
    private final MessageFilter filter;

    /** Offsets at which events begin, in the decoded body. The last one may be incomplete. */
    private long[] starts = new long[64];

    private int size;

    /** The numbers of the events that suit the filter, up to {@link #tested}. */
    private final IntList found = new IntList();

    private int tested;
    private long searched;
    private boolean inEvent;
    private boolean lineEmpty = true;
    private boolean afterReturn;

    EventStreamMessages(DecodedBodies decoded, long flow, MessageFilter filter) {
        this.decoded = decoded;
        this.flow = flow;
        this.filter = filter;
    }

    /** Returns whether the messages of a flow are the events of its response. */
    static boolean isFor(Flow flow) {
        return FlowBody.of(flow, false)
                .filter(body -> ContentType.parse(body.type()).type().equals("text/event-stream"))
                .isPresent();
    }

    @Override
    public synchronized MessageWindow window(SessionReader reader, long from, int count, boolean tail, long deadline)
            throws IOException {
        Flow now = reader.flow(flow).orElseThrow(() -> new SessionException("flow " + flow + " was removed"));
        FlowBody body = FlowBody.of(now, false)
                .orElseThrow(() -> new SessionException("flow " + flow + " has no response any more"));
        Set<Long> injected = now.notes().injectedAt();
        search(reader, body, deadline);
        boolean all = filter.equals(MessageFilter.ALL);
        int events = body.growing() && inEvent ? size - 1 : size;
        test(reader, body, events, deadline);
        int listed = all ? events : found.size();
        long first = MessageList.first(listed, from, count, tail);
        List<MessageRow> rows = new ArrayList<>();
        for (long rank = first; rank < Math.min(first + count, listed); rank++) {
            rows.add(row(reader, body, all ? (int) rank : found.get((int) rank), injected));
        }
        boolean done = all || tested == events;
        return new MessageWindow(listed, first, rows, done ? searched : Math.min(searched, starts[tested]), searched);
    }

    private void search(SessionReader reader, FlowBody body, long deadline) throws IOException {
        byte[] block;
        do {
            block = read(reader, body, searched, BLOCK);
            for (byte each : block) {
                take(each);
                searched++;
            }
        } while (block.length == BLOCK && size < MOST && System.nanoTime() - deadline < 0);
    }

    /** Takes the next byte. Lines end with CR, LF or both; an empty line ends an event. */
    private void take(byte each) {
        boolean feedOfReturn = afterReturn && each == '\n';
        afterReturn = each == '\r';
        if (feedOfReturn) {
            return;
        }
        if (each == '\n' || each == '\r') {
            if (lineEmpty) {
                inEvent = false;
            }
            lineEmpty = true;
            return;
        }
        if (!inEvent && size < MOST) {
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, size * 2);
            }
            starts[size++] = searched;
            inEvent = true;
        }
        lineEmpty = false;
    }

    private void test(SessionReader reader, FlowBody body, int events, long deadline) throws IOException {
        if (filter.equals(MessageFilter.ALL)) {
            return;
        }
        boolean possible = filter.direction() != Direction.CLIENT_TO_SERVER
                && (filter.kind() == null || filter.kind().equals("event"));
        while (tested < events && System.nanoTime() - deadline < 0) {
            if (possible
                    && (filter.text() == null
                            || filter.text().find(new String(bytes(reader, body, tested), StandardCharsets.UTF_8)))) {
                found.insert(tested);
            }
            tested++;
        }
    }

    private long end(int event) {
        return event + 1 < size ? starts[event + 1] : searched;
    }

    private byte[] bytes(SessionReader reader, FlowBody body, int event) throws IOException {
        return read(reader, body, starts[event], (int) Math.min(READ, end(event) - starts[event]));
    }

    private byte[] read(SessionReader reader, FlowBody body, long offset, int length) throws IOException {
        if (!body.codings().isEmpty()) {
            return decoded.read(reader, body, offset, length).bytes();
        }
        try (InputStream raw = new BufferedInputStream(reader.body(body.body(), offset))) {
            return raw.readNBytes(length);
        }
    }

    private MessageRow row(SessionReader reader, FlowBody body, int event, Set<Long> injected) throws IOException {
        ServerSentEvent parsed = ServerSentEvent.parse(bytes(reader, body, event));
        byte[] data = parsed.data();
        long length = end(event) - starts[event];
        return new MessageRow(
                event,
                0,
                Direction.SERVER_TO_CLIENT,
                "event",
                injected.stream().anyMatch(at -> at >= starts[event] && at < end(event)) ? "injected" : null,
                parsed.name(),
                length,
                length,
                1,
                true,
                -1,
                false,
                MessageText.of(MessageText.start(data), false));
    }

    /** Returns the data of an event; null if there is none of this number. */
    synchronized byte @Nullable [] data(SessionReader reader, long event, long deadline) throws IOException {
        FlowBody body =
                reader.flow(flow).flatMap(each -> FlowBody.of(each, false)).orElse(null);
        if (body == null) {
            return null;
        }
        search(reader, body, deadline);
        if (event >= size) {
            return null;
        }
        int number = (int) event;
        int length = (int) Math.min(LookRequest.MOST, end(number) - starts[number]);
        return ServerSentEvent.parse(read(reader, body, starts[number], length)).data();
    }
}
