package dev.steno.look;

import dev.steno.content.BodyText;
import dev.steno.filter.Regex;
import dev.steno.flow.Message;
import dev.steno.store.MessageHead;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The messages of a WebSocket or a raw stream. A list of up to {@value #SCANNED} rows, or one with a filter, is searched
 * from the start once, and then goes on where it ended: rows that continue a message are joined to it. A longer list
 * without a filter is not searched; there a row that continues a message is an entry of its own that names it.
 */
final class StoredMessages implements MessageList {
    /** Rows up to which a list without a filter is searched. */
    static final int SCANNED = 1 << 16;

    private static final int PAGE = 1_000;

    /** Rows before a window in which the beginning of a continued message is looked for. */
    private static final int LOOK_BACK = 64;

    /** Upper bound on the rows that are joined for one window, so that a window costs a bounded number of reads. */
    private static final int JOINED = 20_000;

    private final long flow;
    private final MessageFilter filter;
    private final IntList found = new IntList();
    private final Continuation continuation = new Continuation();
    private long searched;
    private int joined;

    StoredMessages(long flow, MessageFilter filter) {
        this.flow = flow;
        this.filter = filter;
    }

    /** Tells which rows continue a message. */
    private static final class Continuation {
        private final long[] open = {-1, -1};
        private final Message.Kind[] kinds = {Message.Kind.RAW, Message.Kind.RAW};

        /** Returns the sequence of the message that a row continues; -1 if it begins one. Called in order. */
        long take(MessageHead row) {
            int side = row.direction().isFromClient() ? 0 : 1;
            long begun = open[side] >= 0 && kinds[side] == row.kind() ? open[side] : -1;
            kinds[side] = row.kind();
            open[side] = row.last() ? -1 : begun >= 0 ? begun : row.sequence();
            return begun;
        }
    }

    @Override
    public synchronized MessageWindow window(SessionReader reader, long from, int count, boolean tail, long deadline)
            throws IOException {
        long rows = reader.nextMessage(flow);
        joined = 0;
        if (filter.equals(MessageFilter.ALL) && rows > SCANNED) {
            return direct(reader, rows, from, count, tail);
        }
        search(reader, rows, deadline);
        long first = MessageList.first(found.size(), from, count, tail);
        List<MessageRow> shown = new ArrayList<>();
        for (long rank = first; rank < Math.min(first + count, found.size()); rank++) {
            for (MessageHead head : reader.messageHeads(flow, found.get((int) rank), 1, MessageText.BYTES)) {
                shown.add(row(reader, head, -1));
            }
        }
        return new MessageWindow(found.size(), first, shown, searched, rows);
    }

    private MessageWindow direct(SessionReader reader, long rows, long from, int count, boolean tail)
            throws IOException {
        long first = MessageList.first(rows, from, count, tail);
        Continuation before = new Continuation();
        int back = (int) Math.min(first, LOOK_BACK);
        reader.messageHeads(flow, first - back, back, 0).forEach(before::take);
        List<MessageRow> shown = new ArrayList<>();
        for (MessageHead head : reader.messageHeads(flow, first, count, MessageText.BYTES)) {
            shown.add(row(reader, head, before.take(head)));
        }
        return new MessageWindow(rows, first, shown, rows, rows);
    }

    private void search(SessionReader reader, long rows, long deadline) throws IOException {
        while (searched < rows && searched <= Integer.MAX_VALUE && System.nanoTime() - deadline < 0) {
            List<MessageHead> page = reader.messageHeads(flow, searched, PAGE, 0);
            if (page.isEmpty()) {
                return;
            }
            Regex text = filter.text();
            List<Message> contents = text == null ? List.of() : contents(reader, page);
            for (int i = 0; i < page.size(); i++) {
                MessageHead head = page.get(i);
                long begun = continuation.take(head);
                if (suits(head)
                        && (text == null
                                || text.find(BodyText.plain(contents.get(i).data())))) {
                    add(begun >= 0 ? begun : head.sequence(), begun >= 0);
                }
            }
            searched = page.get(page.size() - 1).sequence() + 1;
        }
    }

    /** The rows of a page whole. The page may have grown since. */
    private List<Message> contents(SessionReader reader, List<MessageHead> page) throws IOException {
        List<Message> contents = new ArrayList<>(page.size());
        while (contents.size() < page.size()) {
            long next = contents.isEmpty()
                    ? page.get(0).sequence()
                    : contents.get(contents.size() - 1).sequence() + 1;
            // in small portions: each may have 256 KiB
            List<Message> portion = reader.messages(flow, next, Math.min(64, page.size() - contents.size()));
            if (portion.isEmpty()) {
                throw new SessionException("messages of flow " + flow + " were removed while they were read");
            }
            contents.addAll(portion);
        }
        return contents;
    }

    /** A message is found by its first row, or by a later one that contains the text. */
    private void add(long sequence, boolean continues) {
        if (!continues || filter.text() != null) {
            found.insert((int) sequence);
        }
    }

    private boolean suits(MessageHead row) {
        return (filter.direction() == null || filter.direction() == row.direction())
                && (filter.kind() == null || filter.kind().equals(word(row.kind())));
    }

    private MessageRow row(SessionReader reader, MessageHead head, long joins) throws IOException {
        long size = head.size();
        long recorded = head.recorded();
        int parts = 1;
        boolean complete = head.last();
        if (!complete && joins < 0) {
            long next = head.sequence() + 1;
            List<MessageHead> page;
            do {
                page = reader.messageHeads(flow, next, PAGE, 0);
                for (MessageHead each : page) {
                    next = each.sequence() + 1;
                    joined++;
                    if (each.direction() == head.direction()) {
                        if (each.kind() != head.kind()) {
                            page = List.of();
                            break;
                        }
                        size += each.size();
                        recorded += each.recorded();
                        parts++;
                        complete = each.last();
                        if (complete) {
                            page = List.of();
                            break;
                        }
                    }
                }
            } while (!page.isEmpty() && joined < JOINED);
        }
        boolean binary = MessageText.isBinary(head.start(), head.kind() == Message.Kind.TEXT);
        return new MessageRow(
                head.sequence(),
                head.time(),
                head.direction(),
                word(head.kind()),
                head.edit() == Message.Edit.NONE ? null : word(head.edit()),
                null,
                size,
                recorded,
                parts,
                complete,
                joins,
                binary,
                MessageText.of(head.start(), binary));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
