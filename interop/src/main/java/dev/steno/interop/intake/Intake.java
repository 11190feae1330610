package dev.steno.interop.intake;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.loss.LossReport;
import dev.steno.session.Session;
import dev.steno.store.Facts;
import dev.steno.store.Progress;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The way of imported flows into a session: draws their numbers and hands facts to the session's recorder, at most
 * {@value #AHEAD} bytes ahead of the disk, so that an import into a session that is being recorded does not fill the budget
 * of the traffic. For the thread of the import, which may block.
 */
public final class Intake implements FactSink {
    /** Bytes of facts that are handed over before the ones before them are durable. */
    private static final long AHEAD = 1L << 20;

    private static final long BETWEEN_CHECKS_MILLIS = 100;

    /** Upper bound on the connections whose names are remembered. */
    private static final int CONNECTIONS = 20_000;

    private final Session session;
    private final ImportLimits limits;
    private final ImportOptions options;
    private final LossReport losses;
    private final Progress progress;
    private final @Nullable IntakeRedaction redaction; // null if the record of the session is not redacted
    private final Map<String, Long> connections = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > CONNECTIONS;
        }
    };
    private CompletableFuture<Void> previous = CompletableFuture.completedFuture(null);
    private String origin = "";
    private long pending;
    private long flows;

    /** @param session a started one; its recorder may be recording traffic at the same time */
    public Intake(Session session, ImportLimits limits, ImportOptions options, LossReport losses, Progress progress) {
        this.session = session;
        this.limits = limits;
        this.options = options;
        this.losses = losses;
        this.progress = progress;
        this.redaction = session.redactor().isNone() ? null : new IntakeRedaction(session.redactor(), this::record);
    }

    /** Returns the limits of this import. */
    public ImportLimits limits() {
        return limits;
    }

    /** Returns what was asked of this import. */
    public ImportOptions options() {
        return options;
    }

    /** Returns where losses are counted. */
    public LossReport losses() {
        return losses;
    }

    /** Counts an entry that becomes no flow. */
    public void skip(SkippedEntryException why, String place) {
        losses.count(why.loss(), shown(place + ": " + why.getMessage()));
    }

    /** Names the format, the tool and its version, from now on: {@code HAR, Firefox 52.0}. */
    public void setOrigin(String formatAndTool) {
        origin = formatAndTool;
    }

    /** Returns the format and tool of the flows. */
    @Override
    public String origin() {
        return origin;
    }

    /** Returns how many flows were added. */
    public long flows() {
        return flows;
    }

    /**
     * Begins a flow of HTTP.
     *
     * @param place where it is in the file: {@code entry 12}
     */
    public HttpDraft draft(String place) {
        return new HttpDraft(this, place);
    }

    /** Begins a body. */
    public BodyIntake body() {
        return new BodyIntake(this, limits.body());
    }

    /** Draws the number of a flow. */
    @Override
    public long nextFlow() {
        return session.sequences().nextFlow();
    }

    @Override
    public long nextBody() {
        return session.sequences().nextBody();
    }

    /** Returns the number of a connection, which is new for a name that was not used lately. */
    @Override
    public long connection(String named) {
        return connections.computeIfAbsent(named, name -> session.sequences().nextConnection());
    }

    /** Adds a flow that has its number. */
    @Override
    public void add(Flow flow) throws IOException {
        if (flows >= limits.flows()) {
            throw new DamagedFileException("the file has more than " + limits.flows()
                    + " flows, the limit of an import; the rest is left out: import it in parts");
        }
        flows++;
        publish(new FlowEvent.Closed(redacted(flow)));
    }

    /** Replaces a flow that was added before by a later revision. */
    public void change(Flow flow) throws IOException {
        publish(new FlowEvent.Changed(redacted(flow)));
    }

    /** Adds a message of a raw stream or a WebSocket, before or after its flow. */
    @Override
    public void message(Message message) throws IOException {
        if (redaction != null) {
            redaction.message(message);
        } else {
            publish(new FlowEvent.MessageSeen(message));
        }
    }

    private Flow redacted(Flow flow) throws IOException {
        return redaction == null ? flow : redaction.flow(flow);
    }

    private String shown(String place) {
        return redaction == null ? place : redaction.text(place);
    }

    @Override
    public void publish(FlowEvent fact) throws IOException {
        if (redaction != null && fact instanceof FlowEvent.BodyChunk chunk) {
            progress.check();
            redaction.chunk(chunk);
        } else {
            record(fact);
        }
    }

    private void record(FlowEvent fact) throws IOException {
        progress.check();
        session.accept(fact);
        pending += Facts.heapBytes(fact);
        if (pending >= AHEAD) {
            pending = 0;
            await(previous);
            previous = session.durable();
        }
    }

    /** Waits until everything is durable. */
    public void finish() throws IOException {
        if (redaction != null) {
            try (IntakeRedaction ending = redaction) {
                ending.finish();
            }
        }
        await(previous);
        await(session.durable());
    }

    /** Waits as long as the disk takes, which may be full, but no longer than the import is wanted. */
    private void await(CompletableFuture<Void> durable) throws IOException {
        while (true) {
            try {
                durable.get(BETWEEN_CHECKS_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                progress.check();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException told
                        ? told
                        : new IOException("the imported flows cannot be written: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the session to be written", e);
            }
        }
    }

    /** Counts a loss of a flow. */
    @Override
    public void lost(Loss loss, String place) {
        losses.count(loss, shown(place));
    }
}
