package dev.steno.interop.outlet;

import dev.steno.filter.Filter;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import dev.steno.interop.loss.LossReport;
import dev.steno.store.FlowSearch;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The flows that are exported, in the order in which they were recorded, each in its newest revision. What they give has no
 * secrets unless secrets were asked for. For one thread.
 */
public final class ExportFlows {
    private static final int PAGE = 200;
    private static final int MESSAGES = 500;

    private final SessionReader reader;
    private final Filter filter;
    private final ExportOptions options;
    private final Scrubber scrubber;
    private final LossReport losses;
    private final Progress progress;
    private long written;

    /** @param reader is not closed */
    public ExportFlows(
            SessionReader reader,
            Filter filter,
            ExportOptions options,
            Scrubber scrubber,
            LossReport losses,
            Progress progress) {
        this.reader = reader;
        this.filter = filter;
        this.options = options;
        this.scrubber = scrubber;
        this.losses = losses;
        this.progress = progress;
    }

    /** Takes one flow. */
    @FunctionalInterface
    public interface FlowSink {
        /** Takes the next flow. */
        void accept(Flow flow) throws IOException;
    }

    /** Takes one message. */
    @FunctionalInterface
    public interface MessageSink {
        /** Takes the next row of a message. */
        void accept(Message message) throws IOException;
    }

    /** Passes on all flows, oldest first. */
    public void forEach(FlowSink sink) throws IOException {
        long after = SessionReader.START;
        while (true) {
            List<Long> page = page(after);
            if (page.isEmpty()) {
                return;
            }
            for (Flow flow : reader.flows(page)) {
                progress.check();
                sink.accept(scrubber.flow(flow));
            }
            after = page.get(page.size() - 1);
        }
    }

    private List<Long> page(long after) throws IOException {
        if (filter == Filter.ALL) {
            return reader.ids(after, PAGE, false);
        }
        List<Long> ids = new ArrayList<>();
        reader.search(
                new FlowSearch(filter, false, after),
                id -> {
                    ids.add(id);
                    return ids.size() < PAGE;
                },
                progress::isStopped);
        return ids;
    }

    /**
     * Opens the recorded bytes of a body: with content codings, without transfer codings. The caller closes the stream.
     *
     * @param flow as it was passed on
     */
    public InputStream body(Flow flow, Body body) throws IOException {
        return scrubber.body(flow, body, reader.body(body));
    }

    /** Whether {@link #body} gives as many bytes as are recorded, since no secrets are replaced. */
    public boolean keepsLengths() {
        return scrubber == Scrubber.NONE;
    }

    /** Passes on the messages of a raw stream or a WebSocket, in order. */
    public void messages(Flow flow, MessageSink sink) throws IOException {
        long next = 0;
        while (true) {
            List<Message> page = reader.messages(flow.id(), next, MESSAGES);
            if (page.isEmpty()) {
                return;
            }
            for (Message message : page) {
                progress.check();
                sink.accept(scrubber.message(flow, message));
            }
            next = page.get(page.size() - 1).sequence() + 1;
        }
    }

    /** Counts a flow that was written. */
    public void wrote() {
        written++;
        progress.at(written);
    }

    /** Returns how many flows were written. */
    public long written() {
        return written;
    }

    /** Returns where losses are counted. */
    public LossReport losses() {
        return losses;
    }

    /** Returns what was asked of the export. */
    public ExportOptions options() {
        return options;
    }
}
