package dev.steno.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A property test is only as good as its generator, so this test lists the cases that the generator must produce. */
class FlowArbitrariesTest {

    @Provide
    Arbitrary<List<Flow>> manyFlows() {
        return FlowArbitraries.flows().list().ofSize(600);
    }

    @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
    void theGeneratedFlowsMeetEveryCaseThatAFormatCanGetWrong(@ForAll("manyFlows") List<Flow> flows) {
        cases().forEach((what, met) -> assertThat(flows).as(what).anyMatch(met));
        for (FlowState state : FlowState.values()) {
            assertThat(flows).as(state.label()).anyMatch(f -> f.state() == state);
        }
        for (FlowError.Step step : FlowError.Step.values()) {
            assertThat(flows)
                    .as(step.name())
                    .anyMatch(f -> f.error() != null && f.error().step() == step);
        }
        for (Notes.Replay replay : Notes.Replay.values()) {
            assertThat(flows).as(replay.name()).anyMatch(f -> f.notes().replay() == replay && f.notes() != Notes.NONE);
        }
    }

    private static Map<String, Predicate<Flow>> cases() {
        Map<String, Predicate<Flow>> cases = new LinkedHashMap<>();
        cases.put("a raw stream", TcpFlow.class::isInstance);
        cases.put("no server", f -> f.server() == null);
        cases.put("no error", f -> f.error() == null);
        cases.put("no notes", f -> f.notes().equals(Notes.NONE));
        cases.put("much metadata", f -> f.notes().metadata().size() > 10);
        cases.put(
                "text beyond the basic plane",
                f -> f.notes().comment().codePoints().anyMatch(c -> c > 0xFFFF));
        cases.put("no time of start", f -> !Times.isSet(f.started()));
        cases.put("a start at the epoch", f -> f.started() == 0);
        cases.put("no duration", f -> !Times.isSet(f.duration()));
        cases.put("a negative duration", f -> Times.isSet(f.duration()) && f.duration() < 0);
        cases.put("an IPv6 address", f -> f.client().address().host().equals("2001:db8::1"));
        cases.put(
                "two proxies on the way",
                f -> peers(f).anyMatch(p -> p.via() != null && p.via().via() != null));
        cases.put("a connection without TLS", f -> peers(f).anyMatch(p -> p.tls() == null));
        cases.put("no local address", f -> peers(f).anyMatch(p -> p.local() == null));
        cases.put("no address reached", f -> peers(f).anyMatch(p -> p.ip() == null));
        cases.put("an unset TLS version", f -> tls(f).anyMatch(t -> t.version() == null));
        cases.put("an unset server name", f -> tls(f).anyMatch(t -> t.sni() == null));
        cases.put("an empty server name", f -> tls(f).anyMatch(t -> "".equals(t.sni())));
        cases.put("an unset ALPN protocol", f -> tls(f).anyMatch(t -> t.alpn() == null));
        cases.put("a chain", f -> tls(f).anyMatch(t -> t.peerCertificates().size() > 1));
        cases.put("a minted leaf", f -> tls(f).anyMatch(t -> t.minted() != null));
        cases.put("no extensions", f -> tls(f).anyMatch(t -> t.extensions().isEmpty()));
        cases.put("an edited flow", http(f -> f.original() != null));
        cases.put(
                "a flow edited twice",
                http(f -> f.original() != null && f.original().original() != null));
        cases.put("no response", http(f -> f.response() == null));
        cases.put("two interim responses", http(f -> f.interim().size() == 2));
        cases.put(
                "an empty reason",
                http(f -> responses(f).anyMatch(r -> r.reason().isEmpty())));
        cases.put("no trailers", http(f -> f.request().trailers() == null));
        cases.put("empty trailers", http(f -> Headers.EMPTY.equals(f.request().trailers())));
        cases.put(
                "trailers",
                http(f -> f.request().trailers() != null
                        && !f.request().trailers().isEmpty()));
        cases.put("no headers", http(f -> f.request().headers().isEmpty()));
        cases.put(
                "a header twice",
                http(f -> f.request().headers().all("set-cookie").size() > 1));
        cases.put(
                "a header that is no UTF-8",
                http(f -> f.request().headers().toString().indexOf(0xFF) >= 0));
        cases.put(
                "a path that is no ASCII", http(f -> f.request().path().chars().anyMatch(c -> c > 0x7F)));
        cases.put("a query", http(f -> f.request().path().startsWith("/find?")));
        cases.put(
                "two cookies",
                http(f -> f.request().headers().all("cookie").stream().anyMatch(c -> c.contains("; "))));
        cases.put("no body", http(f -> f.request().body() instanceof Body.None));
        cases.put("an empty inline body", http(f -> f.request().body().equals(new Body.Inline(new byte[0]))));
        cases.put("the largest inline body", http(f -> f.request().body().size() == Body.Inline.LIMIT));
        cases.put("a stored body", http(f -> f.request().body() instanceof Body.Stored));
        return cases;
    }

    private static Predicate<Flow> http(Predicate<HttpFlow> met) {
        return f -> f instanceof HttpFlow http && met.test(http);
    }

    private static Stream<HttpResponse> responses(HttpFlow flow) {
        return Stream.concat(Stream.ofNullable(flow.response()), flow.interim().stream());
    }

    private static Stream<Peer> peers(Flow flow) {
        return Stream.concat(Stream.of(flow.client()), Stream.ofNullable(flow.server()));
    }

    private static Stream<Tls> tls(Flow flow) {
        return peers(flow).map(Peer::tls).filter(Objects::nonNull);
    }
}
