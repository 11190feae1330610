package dev.steno.mock;

import dev.steno.exchange.head.WebSocketOffer;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.PieceTimes;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocketSource;
import dev.steno.mock.answer.AdjustedAnswer;
import dev.steno.mock.answer.ConversationBody;
import dev.steno.mock.answer.RecordedAnswer;
import dev.steno.mock.answer.RecordedFailure;
import dev.steno.mock.answer.RepeatedAnswer;
import dev.steno.mock.index.MockedSession;
import dev.steno.mock.index.Recordings;
import dev.steno.mock.socket.MessageSupply;
import dev.steno.mock.socket.RecordedSocket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes answers of recorded flows. Flows that were used are kept in memory, with their bodies if these are small. Any thread; what
 * is not in memory is read where that may block.
 */
final class AnswerMaker {
    /** The key of the annotation that names the recorded flow, and how its response was adjusted. */
    static final String NOTE = "mock";

    /** Upper bound on the bytes of flows that are kept. */
    private static final long MOST_KEPT = 32L << 20;

    /** What a flow and its answer take without the body, in bytes; an estimate. */
    private static final int FLOW_BYTES = 4_000;

    /** The largest body that is kept, in bytes. */
    private static final int LARGEST_KEPT = 256 * 1024;

    /** Upper bound on the recorded flows that are looked at for one answer, if the first ones do not suit. */
    private static final int MOST_TRIED = 64;

    private final Recordings recordings;
    private final MockSettings settings;
    private final BoundedCache<RepeatedAnswer> kept = new BoundedCache<>(MOST_KEPT);

    AnswerMaker(Recordings recordings, MockSettings settings) {
        this.recordings = recordings;
        this.settings = settings;
    }

    /**
     * An answer.
     *
     * @param notes of the flow that is answered
     * @param delay how long the answer waits, in nanoseconds
     * @param socket the server's side of the WebSocket that it accepts; null if it accepts none
     * @param interim what is sent before it
     */
    record Made(
            HttpResponse response,
            Notes notes,
            long delay,
            @Nullable WebSocketSource socket,
            List<HttpResponse> interim) {}

    /**
     * Which recorded flow answers.
     *
     * @param refs all whose requests are equal
     * @param at the place of the one that is due
     */
    record Due(long[] refs, int at) {}

    /** Whether the flow that is due is in memory. */
    boolean isAtHand(Due due) {
        return kept.get(due.refs[due.at]) != null;
    }

    /** Forgets a flow, which has changed. */
    void forget(long ref) {
        kept.remove(ref);
    }

    /** Forgets all flows, since a session has changed. */
    void forgetAll() {
        kept.clear();
    }

    /**
     * Makes an answer. Blocks unless the flow {@link #isAtHand}.
     *
     * @return null if none of the recorded responses suits the request, or all are older than the settings allow
     */
    @Nullable
    Made make(HttpFlow asked, Due due) {
        int count = due.refs.length;
        for (int i = 0; i < Math.min(count, MOST_TRIED); i++) {
            int at = due.at + i < count ? due.at + i : count - 1 - i;
            long ref = due.refs[at];
            try {
                RepeatedAnswer recorded = recorded(ref);
                if (recorded != null && suits(recorded, asked.request())) {
                    return isRecent(recorded.recorded()) ? make(asked, recorded, ref, at, count) : null;
                }
            } catch (IOException e) {
                return failed(asked, name(ref, at, count), "cannot be read: " + e.getMessage());
            }
        }
        return null;
    }

    private static boolean suits(RepeatedAnswer recorded, HttpRequest asked) {
        return recorded.serves(asked) || RecordedAnswer.suits(recorded.recorded(), asked);
    }

    private boolean isRecent(HttpFlow recorded) {
        return settings.mode() != MockMode.RECORD || Times.now() - recorded.started() < settings.olderThan();
    }

    private Made make(HttpFlow asked, RepeatedAnswer repeated, long ref, int at, int count) {
        HttpFlow recorded = repeated.recorded();
        String name = name(ref, at, count);
        String failure = RecordedFailure.of(recorded);
        if (failure != null) {
            return failed(asked, name, failure);
        }
        boolean webSocket = recorded.webSocket() != null;
        if (webSocket && !WebSocketOffer.hasKey(asked.request())) {
            return refused(asked, name, 400, "is a WebSocket, and the request has no Sec-WebSocket-Key");
        } else if (webSocket && !WebSocketOffer.isOfVersion13(asked.request())) {
            return refused(asked, name, 426, "is a WebSocket, and the request has not Sec-WebSocket-Version 13");
        }
        MockedSession session = recordings.session(ref);
        RecordedAnswer maker = new RecordedAnswer(
                recorded,
                asked.request(),
                session::body,
                settings.pace() == MockPace.RECORDED ? session::pieces : null);
        long now = settings.refresh() ? Times.now() : Times.UNSET;
        AdjustedAnswer answer = webSocket
                ? maker.handshakeAt(now)
                : repeated.serves(asked.request())
                        ? repeated.at(now, asked.request(), () -> maker.at(now))
                        : maker.at(now);
        MessageSupply messages = (from, limit) -> session.messages(recorded.id(), from, limit);
        List<String> told = new ArrayList<>(List.of(name));
        told.addAll(answer.adjusted());
        return new Made(
                answer.response(),
                noted(asked, String.join("; ", told)),
                settings.latency().of(recorded),
                webSocket ? new RecordedSocket(recorded, messages, settings.socket(), settings.rules()) : null,
                settings.interim() ? RecordedAnswer.interim(recorded) : List.of());
    }

    private String name(long ref, int at, int count) {
        return recordings.name(ref) + (count > 1 ? ", " + (at + 1) + " of " + count : "");
    }

    private static Made failed(HttpFlow asked, String name, String why) {
        return refused(asked, name, 502, why);
    }

    private static Made refused(HttpFlow asked, String name, int status, String why) {
        String sentence = "the recorded " + name + " " + why;
        HttpResponse page = page(status, sentence + "\n");
        HttpResponse told = status == 426 // RFC 6455, 4.4
                ? page.withHeaders(page.headers().with("Sec-WebSocket-Version", "13"))
                : page;
        return new Made(told, noted(asked, sentence), 0, null, List.of());
    }

    /** A page for the client. */
    static HttpResponse page(int status, String text) {
        String whole = text.startsWith("Steno") ? text : "Steno mock: " + text;
        return HttpResponse.made(
                status,
                Headers.of("Content-Type", "text/plain; charset=utf-8"),
                whole.getBytes(StandardCharsets.UTF_8));
    }

    /** The notes of a flow that a mock has answered. */
    static Notes noted(HttpFlow asked, String what) {
        Notes notes = asked.notes().withMetadata(NOTE, what);
        return notes.replay() == Notes.Replay.NONE
                ? new Notes(notes.mark(), notes.comment(), notes.metadata(), Notes.Replay.RESPONSE)
                : notes;
    }

    // ---- flows in memory

    private @Nullable RepeatedAnswer recorded(long ref) throws IOException {
        RepeatedAnswer known = kept.get(ref);
        if (known != null) {
            return known;
        }
        HttpFlow read = recordings.flow(ref).orElse(null);
        if (read == null) {
            return null;
        }
        // what is not sent is not kept either
        HttpRequest request = ConversationBody.isRecorded(read)
                ? read.request()
                : read.request().withBody(Body.NONE);
        RepeatedAnswer flow = new RepeatedAnswer(new HttpFlow(
                read.id(),
                read.revision(),
                read.state(),
                read.started(),
                read.duration(),
                read.client(),
                read.server(),
                request,
                withBody(read.response(), recordings.session(ref)),
                read.interim(),
                read.error(),
                read.notes(),
                read.webSocket(),
                null));
        HttpResponse response = flow.recorded().response();
        kept.put(ref, flow, FLOW_BYTES + (response == null ? 0 : response.body().size()));
        return flow;
    }

    private @Nullable HttpResponse withBody(@Nullable HttpResponse response, MockedSession from) throws IOException {
        if (response == null
                || !(response.body() instanceof Body.Stored stored)
                || !stored.complete()
                || stored.size() != stored.trueSize()
                || stored.size() > LARGEST_KEPT
                || settings.pace() == MockPace.RECORDED && PieceTimes.areKeptFor(response.headers())) {
            return response;
        }
        try (InputStream in = from.body(stored)) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length != stored.size()) {
                throw new IOException("its body has " + bytes.length + " of " + stored.size() + " bytes");
            }
            return response.withBody(new Body.Inline(bytes));
        }
    }
}
