package dev.steno.codec;

import dev.steno.codec.FlowKindCodec.Common;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Generated flows: every kind, every field set and unset, every byte value. Certificates are random bytes, since only
 * their fingerprints matter. Nothing here depends on a generated value by {@code flatMap}: jqwik would look up a
 * generator for each such value among all that it had made, which took most of the time.
 */
public final class FlowArbitraries {
    private FlowArbitraries() {}

    /** Flows of every kind. */
    public static Arbitrary<Flow> flows() {
        return Arbitraries.oneOf(
                        httpFlows().asGeneric(),
                        httpFlows().asGeneric(),
                        tcpFlows().asGeneric())
                .map(Flow.class::cast);
    }

    /** HTTP flows; one in four was edited, and some of those repeatedly. */
    public static Arbitrary<HttpFlow> httpFlows() {
        Arbitrary<HttpFlow> once = httpFlows(Arbitraries.just(null));
        Arbitrary<HttpFlow> twice = httpFlows(once);
        Arbitrary<HttpFlow> thrice = httpFlows(twice);
        return Arbitraries.oneOf(once, once, once, once, once, once, twice, thrice);
    }

    private static Arbitrary<HttpFlow> httpFlows(Arbitrary<@Nullable HttpFlow> original) {
        Arbitrary<HttpRequest> request = HttpArbitraries.requests();
        Arbitrary<HttpResponse> response = HttpArbitraries.responses();
        Arbitrary<List<HttpResponse>> interim = response.list().ofMaxSize(2);
        return Combinators.combine(
                        common(),
                        request,
                        response.injectNull(0.2),
                        interim,
                        webSockets().injectNull(0.7),
                        holds(),
                        original)
                .as((c, req, res, before, webSocket, held, edited) -> new HttpFlow(
                        c.id(),
                        c.revision(),
                        c.state(),
                        c.started(),
                        c.duration(),
                        c.client(),
                        c.server(),
                        req,
                        res,
                        before,
                        c.error(),
                        c.notes(),
                        webSocket,
                        held,
                        edited));
    }

    /** None for most flows; the last of the others may last. */
    private static Arbitrary<List<Hold>> holds() {
        Arbitrary<Long> time = WireArbitraries.times();
        Arbitrary<String> text = WireArbitraries.texts();
        Arbitrary<Hold> hold = Combinators.combine(
                        Arbitraries.of(Hold.Point.class),
                        time,
                        time,
                        text,
                        time,
                        Arbitraries.of(Hold.Outcome.class),
                        text)
                .as(Hold::new);
        Arbitrary<Hold> lasting = Combinators.combine(Arbitraries.of(Hold.Point.class), time, time, text)
                .as((point, since, until, why) -> new Hold(point, since, until, why, Times.UNSET, null, ""));
        Arbitrary<List<Hold>> ended = hold.list().ofMaxSize(2);
        Arbitrary<List<Hold>> some = Combinators.combine(ended, lasting.list().ofMaxSize(1))
                .as((before, last) ->
                        Stream.concat(before.stream(), last.stream()).toList());
        return Arbitraries.oneOf(Arbitraries.just(List.of()), some);
    }

    /** WebSockets for HTTP flows. */
    private static Arbitrary<WebSocket> webSockets() {
        Arbitrary<Long> count = WireArbitraries.counts();
        Arbitrary<WebSocket.Sent> sent =
                Combinators.combine(count, count, count, count).as(WebSocket.Sent::new);
        Arbitrary<WebSocket.Close> close = Combinators.combine(
                        Arbitraries.of(Direction.values()),
                        Arbitraries.integers().between(0, 65_535),
                        WireArbitraries.strings())
                .as(WebSocket.Close::new);
        Arbitrary<String> problem = Arbitraries.of("the client sent a frame without a mask", "the server did not");
        return Combinators.combine(sent, sent, count, close.injectNull(0.3), problem.injectNull(0.7))
                .as(WebSocket::new);
    }

    /** Raw streams, tunnels and failed handshakes. */
    public static Arbitrary<TcpFlow> tcpFlows() {
        Arbitrary<Endpoint> target = PeerArbitraries.endpoints();
        Arbitrary<String> protocol = WireArbitraries.strings();
        Arbitrary<Long> count = WireArbitraries.counts();
        return Combinators.combine(common(), target, protocol, count, count, count, count)
                .as((c, to, name, sent, received, messages, parent) -> new TcpFlow(
                        c.id(),
                        c.revision(),
                        c.state(),
                        c.started(),
                        c.duration(),
                        c.client(),
                        c.server(),
                        to,
                        name,
                        sent,
                        received,
                        messages,
                        parent,
                        c.error(),
                        c.notes()));
    }

    private static Arbitrary<Common> common() {
        Arbitrary<Long> id = Arbitraries.longs().between(1, Long.MAX_VALUE);
        Arbitrary<Integer> revision = Arbitraries.integers().between(1, Integer.MAX_VALUE);
        Arbitrary<FlowState> state = Arbitraries.of(FlowState.class);
        return Combinators.combine(
                        Combinators.combine(id, revision, state).as(Tuple::of),
                        WireArbitraries.times(),
                        WireArbitraries.times(),
                        PeerArbitraries.peers(),
                        PeerArbitraries.peers().injectNull(0.2),
                        errors().injectNull(0.7),
                        notes())
                .as((row, started, duration, client, server, error, notes) -> new Common(
                        row.get1(), row.get2(), row.get3(), started, duration, client, server, error, notes));
    }

    private static Arbitrary<FlowError> errors() {
        return Combinators.combine(
                        Arbitraries.of(FlowError.Step.class), WireArbitraries.texts(), WireArbitraries.times())
                .as(FlowError::new);
    }

    private static Arbitrary<Notes> notes() {
        Arbitrary<String> text = WireArbitraries.texts();
        Arbitrary<Notes> some = Combinators.combine(
                        text, text, Arbitraries.maps(text, text).ofMaxSize(30), Arbitraries.of(Notes.Replay.class))
                .as(Notes::new);
        Arbitrary<Notes> traced = Arbitraries.of("ads", "!ads", "ads slow !x", "map-local-1")
                .map(names -> new Notes("", "", Map.of(Notes.RULES, names), Notes.Replay.NONE));
        Arbitrary<Notes> replayed = Arbitraries.of(
                        "1", "12", "013", "0", "x1", "", "1 ", "9".repeat(18), "9".repeat(19))
                .map(number -> new Notes("", "", Map.of(Notes.REPLAY_OF, number), Notes.Replay.REQUEST));
        return Arbitraries.oneOf(Arbitraries.just(Notes.NONE), some, traced, replayed);
    }
}
