package dev.steno.mcp.record;

import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import dev.steno.redact.MessageRows;
import dev.steno.redact.Redactor;
import dev.steno.store.MessageHead;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages with tokens in place of secrets. Rows of one message are searched as one text, so redaction begins at the
 * first row of a flow; what was redacted last is continued where that is possible. Any thread; guarded by itself.
 */
final class RedactedMessages {
    private static final int PAGE = 64;

    private final SessionReader recorded;
    private final Redactor redactor;

    /** Of the flow that was read last. */
    private @Nullable Pass pass; // guarded by this

    RedactedMessages(SessionReader recorded, Redactor redactor) {
        this.recorded = recorded;
        this.redactor = redactor;
    }

    /** One pass over the messages of a flow. */
    private static final class Pass {
        private final long flow;
        private final MessageRows rows;
        private final Deque<Message> ready = new ArrayDeque<>();
        private long read; // the next row of the record
        private boolean ended;

        Pass(Flow flow, Redactor redactor) {
            this.flow = flow.id();
            this.rows = redactor.messages(flow);
        }

        /** The first row that this pass can still give. */
        long position() {
            return ready.isEmpty() ? read : ready.peek().sequence();
        }

        /** Reads on; returns whether there was something to read. */
        boolean readOn(SessionReader from) throws SessionException {
            List<Message> page = from.messages(flow, read, PAGE);
            for (Message row : page) {
                ready.addAll(rows.next(row));
                read = row.sequence() + 1;
            }
            if (page.isEmpty() && !ended) {
                ended = true; // of a flow in progress, a later call begins anew
                ready.addAll(rows.next(null));
                return true;
            }
            return !page.isEmpty();
        }
    }

    synchronized List<Message> read(long flow, long from, int limit) throws SessionException {
        Pass now = pass;
        if (now == null || now.flow != flow || now.ended || now.position() > from) {
            Flow owner = recorded.flow(flow).orElse(null);
            if (owner == null) {
                return List.of();
            }
            if (redactor.messageTransform() == null) {
                return recorded.messages(flow, from, limit);
            }
            now = new Pass(owner, redactor);
            pass = now;
        }
        List<Message> found = new ArrayList<>();
        do {
            while (!now.ready.isEmpty() && found.size() < limit) {
                Message row = now.ready.remove();
                if (row.sequence() >= from) {
                    found.add(row);
                }
            }
        } while (found.size() < limit && now.readOn(recorded));
        return found;
    }

    synchronized List<MessageHead> heads(long flow, long from, int limit, int startBytes) throws SessionException {
        if (startBytes == 0 || redactor.messageTransform() == null) {
            return recorded.messageHeads(flow, from, limit, startBytes);
        }
        List<MessageHead> heads = recorded.messageHeads(flow, from, limit, 0);
        List<Message> rows = read(flow, from, limit);
        List<MessageHead> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(heads.size(), rows.size()); i++) {
            shown.add(head(heads.get(i), rows.get(i).data(), startBytes));
        }
        return shown;
    }

    private static MessageHead head(MessageHead of, byte[] data, int startBytes) {
        return new MessageHead(
                of.sequence(),
                of.time(),
                of.direction(),
                of.kind(),
                of.last(),
                of.edit(),
                of.size(),
                of.recorded(),
                Arrays.copyOf(data, Math.min(data.length, startBytes)));
    }
}
