package dev.steno.replay.run;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalFlow;
import dev.steno.local.LocalRequest;
import dev.steno.local.LocalTunnel;
import dev.steno.replay.request.ReplayableRequest;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.replay.request.ValueTemplate.Occasion;
import dev.steno.replay.stream.EventStreamLimit;
import dev.steno.replay.stream.RecordedPart;
import dev.steno.replay.stream.RecordedRows;
import dev.steno.replay.stream.ReplayedStreams;
import dev.steno.replay.stream.StreamPace;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is sent for each turn of a run, and how long it may take. For the thread of the run. */
final class TurnSends {
    private final RecordRun.Origin origin;
    private final RunSettings settings;
    private final StreamPace pace;

    TurnSends(RecordRun.Origin origin, RunSettings settings) {
        this.origin = origin;
        this.settings = settings;
        this.pace = settings.timing() instanceof RunTiming.Recorded recorded
                ? new StreamPace(true, recorded.speed(), recorded.longest(), settings.timeout())
                : StreamPace.lockstep(settings.timeout());
    }

    /**
     * Returns what sends a turn by a client.
     *
     * @throws IllegalArgumentException if it cannot be sent; the message says why
     * @throws IOException if the record cannot be read
     */
    Function<LocalClient, LocalFlow> of(Turn turn, Notes notes) throws IOException {
        if (turn.recorded instanceof TcpFlow tcp) {
            RecordedPart part = part(turn);
            LocalTunnel tunnel =
                    ReplayedStreams.tunnel(tcp, part, notes, origin.requests().target());
            return client -> client.open(tunnel);
        }
        HttpFlow http = turn.http();
        if (http == null) {
            throw new IllegalArgumentException("flow " + turn.recorded.id() + " has no request");
        }
        HttpFlow recorded = origin.carried().apply(http);
        HttpRequest made =
                origin.requests().request(recorded, new Occasion(recorded.id(), turn.number), origin.reader());
        RecordedPart part = ReplayableRequest.asksForWebSocket(made) ? part(turn) : null;
        turn.limit = turn.events > 0 ? new EventStreamLimit(turn.events) : null;
        LocalRequest request = new LocalRequest(made, notes, part, turn.limit);
        return client -> client.send(request);
    }

    private RecordedPart part(Turn turn) {
        RecordedPart part = new RecordedPart(
                turn.recorded,
                RecordedRows.of(origin.reader(), turn.recorded.id()),
                pace,
                origin.requests().form() == ReplayedRequests.Form.AS_CLIENT
                        ? RecordedPart.Form.AS_CLIENT
                        : RecordedPart.Form.FINAL);
        turn.part = part;
        return part;
    }

    /** Returns after how long a turn is ended if it has not ended, in nanoseconds; 0 for never. */
    long most(Turn turn) {
        RecordedPart part = turn.part;
        if (part != null) {
            return part.mostNanos();
        }
        long timeout = settings.timeout().toNanos();
        return turn.readsFor > 0
                ? turn.readsFor
                : timeout == 0 || turn.limit == null ? timeout : timeout + Math.max(0, turn.recorded.duration());
    }

    /** Returns why a turn is ended after that time, a main clause. */
    String whyOverdue(Turn turn) {
        RecordedPart part = turn.part;
        EventStreamLimit limit = turn.limit;
        String timeout = seconds(most(turn));
        if (turn.cut == StreamEnd.EVENTS && limit != null) {
            return "the event stream was ended after " + limit.wanted() + " events, as many as were recorded";
        } else if (turn.cut != null) {
            return "the event stream was read for " + timeout + ", the time that it was given";
        } else if (part != null) {
            return "the stream did not end within " + timeout + ", its recorded time and --timeout"
                    + colon(part.waiting());
        } else if (limit != null) {
            return "waited for event " + (limit.count() + 1) + " of " + limit.wanted() + ", for longer than " + timeout
                    + ", its recorded time and --timeout";
        }
        return "the response did not end within " + timeout + " (--timeout)";
    }

    private static String colon(@Nullable String what) {
        return what == null ? "" : ": " + what;
    }

    private static String seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos) / 1000.0 + " s";
    }
}
