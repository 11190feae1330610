package dev.steno.replay.stream;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.local.ClientPart;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a recorded WebSocket or raw stream, for one stream that is opened again. Any thread.
 */
public final class RecordedPart implements ClientPart {
    /** Which recorded form of the client's messages is sent. */
    public enum Form {
        /** What the server got: as handlers changed it, with injected messages and without dropped ones. */
        FINAL,
        /** What the client sent, as far as the record has it: dropped messages too, and no injected ones. */
        AS_CLIENT
    }

    private final Flow recorded;
    private final RecordedRows rows;
    private final StreamPace pace;
    private final Form form;
    private volatile @Nullable PartPlay play; // null until the stream was opened

    /** @param recorded a flow that continued as a WebSocket, or a raw stream */
    public RecordedPart(Flow recorded, RecordedRows rows, StreamPace pace, Form form) {
        this.recorded = recorded;
        this.rows = rows;
        this.pace = pace;
        this.form = form;
    }

    @Override
    public Play open(Stream stream) {
        PartPlay opened = new PartPlay(this, rows, stream);
        play = opened;
        return opened;
    }

    /** Whether the stream was opened. */
    public boolean wasOpened() {
        return play != null;
    }

    /** Returns a stage that completes once {@link #failure} is known; at once if the stream was not opened. */
    public CompletionStage<Void> settled() {
        PartPlay opened = play;
        return opened == null ? CompletableFuture.completedFuture(null) : opened.settled();
    }

    /**
     * Returns why the stream was not what was recorded, a sentence; null if it went on as recorded to its end, or if it was not
     * opened. Once it is settled.
     *
     * @param ended the last revision of its flow
     */
    public @Nullable String failure(Flow ended) {
        PartPlay opened = play;
        if (opened == null) {
            return null;
        }
        String late = opened.late();
        String missing = opened.shortfall();
        FlowError error = ended.error();
        return late != null || missing == null
                ? late
                : (error == null ? "the server ended it" : error.message()) + ": " + missing;
    }

    /** Returns for what the client waits, a clause; null if it waits for nothing, or the stream was not opened. */
    public @Nullable String waiting() {
        PartPlay opened = play;
        return opened == null ? null : opened.waiting();
    }

    /** Returns how long the whole stream may take, in nanoseconds; 0 for no bound. */
    public long mostNanos() {
        long patience = pace.patience().toNanos();
        return patience == 0 ? 0 : patience + pace.scaled(Math.max(0, recorded.duration()));
    }

    // ---- for the play

    StreamPace pace() {
        return pace;
    }

    Form form() {
        return form;
    }

    boolean isRaw() {
        return recorded instanceof TcpFlow;
    }

    /** Whether the client can tell that it has sent all, and receive more: not in TLS. */
    boolean mayHalfClose() {
        return recorded instanceof TcpFlow tcp
                && (tcp.server() == null || tcp.server().tls() == null);
    }

    /** Returns the recorded time of the opening. */
    long opened() {
        HttpResponse response = recorded instanceof HttpFlow http ? http.response() : null;
        return response != null && Times.isSet(response.started()) ? response.started() : recorded.started();
    }

    /** Returns the recorded time of the end. */
    long ended() {
        return recorded.started() + Math.max(0, recorded.duration());
    }

    /** Returns how a WebSocket was closed; null if it was not, and for a raw stream. */
    WebSocket.@Nullable Close close() {
        WebSocket socket = socket();
        return socket == null ? null : socket.close();
    }

    private @Nullable WebSocket socket() {
        return recorded instanceof HttpFlow http ? http.webSocket() : null;
    }

    /** Returns how much the server sent in the record: messages, or bytes of a raw stream. */
    long fromServer() {
        WebSocket socket = socket();
        return socket != null ? socket.server().messages() : recorded instanceof TcpFlow tcp ? tcp.sentByServer() : 0;
    }
}
