package dev.steno.look;

import dev.steno.content.view.ViewContent;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.store.MessageHead;
import dev.steno.store.SessionReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The messages of flows: of WebSockets and raw streams, and the events of event streams. What was searched of the lists
 * used last is kept. Any thread.
 */
public final class FlowMessages {
    /** Upper bound on the rows of a window. */
    public static final int MOST = 500;

    /** Upper bound on lists that are kept. */
    private static final int LISTS = 16;

    /** After this time a search is interrupted, and the window shows what was found. */
    private static final long TIME = TimeUnit.SECONDS.toNanos(2);

    private final DecodedBodies decoded;
    private final Map<Key, MessageList> lists = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, MessageList> eldest) {
            return size() > LISTS;
        }
    };

    private record Key(long flow, MessageFilter filter, boolean events) {}

    public FlowMessages(DecodedBodies decoded) {
        this.decoded = decoded;
    }

    /**
     * Returns a window of a flow's messages; an empty list for a flow that has none.
     *
     * @param from rank of the first row; moved so that the window is full, if the list is long enough
     * @param count at most {@link #MOST}
     * @param tail whether the window is at the end instead
     */
    public MessageWindow window(
            SessionReader reader, Flow flow, MessageFilter filter, long from, int count, boolean tail)
            throws IOException {
        MessageList list = list(flow, filter);
        return list.window(reader, from, Math.min(count, MOST), tail, System.nanoTime() + TIME);
    }

    private synchronized MessageList list(Flow flow, MessageFilter filter) {
        Key key = new Key(flow.id(), filter, isEvents(flow));
        return lists.computeIfAbsent(
                key,
                absent -> key.events()
                        ? new EventStreamMessages(decoded, flow.id(), filter)
                        : new StoredMessages(flow.id(), filter));
    }

    /** Returns whether the messages of a flow are the events of its response. */
    public static boolean isEvents(Flow flow) {
        return flow instanceof HttpFlow http && http.webSocket() == null && EventStreamMessages.isFor(flow);
    }

    /**
     * Returns the content of a message, its rows joined; of an event, its data. Empty if there is no such message. The
     * caller closes the stream.
     */
    public Optional<InputStream> content(SessionReader reader, Flow flow, long sequence) throws IOException {
        if (isEvents(flow)) {
            byte[] data = ((EventStreamMessages) list(flow, MessageFilter.ALL))
                    .data(reader, sequence, System.nanoTime() + TIME);
            return Optional.ofNullable(data).map(ByteArrayInputStream::new);
        }
        List<Message> first = reader.messages(flow.id(), sequence, 1);
        if (first.isEmpty() || first.get(0).sequence() != sequence) {
            return Optional.empty();
        }
        return Optional.of(new SequenceInputStream(new Rows(reader, first.get(0))));
    }

    /**
     * Looks at a message.
     *
     * @throws IOException if the session cannot be read
     */
    public Optional<BodyLook> look(SessionReader reader, Flow flow, long sequence, LookRequest request)
            throws IOException {
        Optional<InputStream> content = content(reader, flow, sequence);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream stream = content.get()) {
            byte[] data = stream.readNBytes(LookRequest.MOST + 1);
            return Optional.of(
                    BodyLooks.look(new ViewContent(data, null, data.length <= LookRequest.MOST, null), request));
        }
    }

    /** The rows of a message, each read when it is needed. */
    private static final class Rows implements Enumeration<InputStream> {
        private final SessionReader reader;
        private @Nullable Message next;

        Rows(SessionReader reader, Message first) {
            this.reader = reader;
            this.next = first;
        }

        @Override
        public boolean hasMoreElements() {
            return next != null;
        }

        @Override
        public InputStream nextElement() {
            Message row = next;
            if (row == null) {
                throw new NoSuchElementException();
            }
            next = row.last() ? null : following(row);
            return new ByteArrayInputStream(row.data());
        }

        /** The next row of the same direction, if it continues the message. */
        private @Nullable Message following(Message row) {
            try {
                long from = row.sequence() + 1;
                List<MessageHead> page;
                do {
                    page = reader.messageHeads(row.flow(), from, 100, 0);
                    for (MessageHead head : page) {
                        from = head.sequence() + 1;
                        if (head.direction() == row.direction()) {
                            return head.kind() == row.kind()
                                    ? reader.messages(row.flow(), head.sequence(), 1)
                                            .get(0)
                                    : null;
                        }
                    }
                } while (!page.isEmpty());
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the direction of a side's name, {@code client} or {@code server}; null for other names. */
    public static @Nullable Direction direction(String side) {
        return switch (side) {
            case "client" -> Direction.CLIENT_TO_SERVER;
            case "server" -> Direction.SERVER_TO_CLIENT;
            default -> null;
        };
    }
}
