package dev.steno.interop.outlet;

import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.loss.LossReport;
import dev.steno.redact.MessageRows;
import dev.steno.redact.Redactor;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.store.UndamagedFlows;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The flows that are exported, in the order in which they were recorded, each in its newest revision. What they give has no
 * secrets unless secrets were asked for. For one thread.
 */
public final class ExportFlows {
    private static final int PAGE = 200;
    private static final int MESSAGES = 500;

    private final SessionReader reader;
    private final FlowIds ids;
    private final ExportOptions options;
    private final Redactor redactor;
    private final LossReport losses;
    private final Progress progress;
    private final UndamagedFlows.Damage damage;
    private final Roaring64Bitmap damaged = new Roaring64Bitmap();
    private long written;
    private @Nullable Flow recorded;

    /**
     * @param reader is not closed
     * @param redactor {@link Redactor#NONE} if secrets are to leave the machine
     * @param damage is told once of each flow that is damaged and therefore left out
     */
    public ExportFlows(
            SessionReader reader,
            FlowIds ids,
            ExportOptions options,
            Redactor redactor,
            LossReport losses,
            Progress progress,
            UndamagedFlows.Damage damage) {
        this.damage = damage;
        this.reader = reader;
        this.ids = ids;
        this.options = options;
        this.redactor = redactor;
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

    /** Passes on all flows, oldest first, except those that are damaged. */
    public void forEach(FlowSink sink) throws IOException {
        Place after = Place.START;
        while (true) {
            List<Place> page = ids.after(after, PAGE);
            if (page.isEmpty()) {
                return;
            }
            for (Flow flow :
                    UndamagedFlows.read(reader, page.stream().map(Place::flow).toList(), this::tellDamage)) {
                progress.check();
                recorded = flow;
                sink.accept(redactor.redact(flow));
            }
            after = page.get(page.size() - 1);
        }
    }

    /** A format may ask for the flows more than once. */
    private void tellDamage(long flow, String why) {
        if (!damaged.contains(flow)) {
            damaged.addLong(flow);
            losses.count(Loss.DAMAGED, "flow " + FlowNumber.print(flow));
            damage.found(flow, why);
        }
    }

    /** Returns how many flows were left out, since they are damaged. */
    public long damaged() {
        return damaged.getLongCardinality();
    }

    /**
     * Opens the recorded bytes of a body: with content codings, without transfer codings. The caller closes the stream.
     *
     * @param flow as it was passed on
     */
    public InputStream body(Flow flow, Body body) throws IOException {
        if (body instanceof Body.Inline || !(recorded instanceof HttpFlow http) || http.id() != flow.id()) {
            return reader.body(body);
        }
        return redactor.body(http, direction(http, body), reader.body(body));
    }

    private static Direction direction(HttpFlow flow, Body body) {
        for (HttpFlow at = flow; at != null; at = at.original()) {
            if (at.request().body().equals(body)) {
                return Direction.CLIENT_TO_SERVER;
            }
        }
        return Direction.SERVER_TO_CLIENT;
    }

    /** Returns how many secrets were replaced. */
    public long redacted() {
        return redactor.counts().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether {@link #body} gives as many bytes as are recorded, since no secrets are replaced. */
    public boolean keepsLengths() {
        return redactor.isNone();
    }

    /** Passes on the messages of a raw stream or a WebSocket, in order. */
    public void messages(Flow flow, MessageSink sink) throws IOException {
        MessageRows rows = redactor.messages(flow);
        long next = 0;
        while (true) {
            List<Message> page = reader.messages(flow.id(), next, MESSAGES);
            if (page.isEmpty()) {
                pass(rows.next(null), sink);
                return;
            }
            for (Message message : page) {
                progress.check();
                pass(rows.next(message), sink);
            }
            next = page.get(page.size() - 1).sequence() + 1;
        }
    }

    private static void pass(List<Message> complete, MessageSink sink) throws IOException {
        for (Message each : complete) {
            sink.accept(each);
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
