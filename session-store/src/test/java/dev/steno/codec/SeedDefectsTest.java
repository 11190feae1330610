package dev.steno.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Defects of earlier protobuf encodings, each of which lost or changed data. This one has none of them. */
class SeedDefectsTest {

    @Test
    void aHeaderThatIsNoUtf8IsKeptByteForByte() {
        StringBuilder every = new StringBuilder();
        for (char c = 0; c <= 0xFF; c++) {
            every.append(c);
        }
        Headers headers = Headers.of("X-\u00ff", every.toString());
        HttpFlow read = (HttpFlow) roundTrip(Flows.with(Flows.request(headers, Body.NONE)));
        assertThat(read.request().headers().name(0)).isEqualTo("X-\u00ff");
        assertThat(read.request().headers().value(0)).isEqualTo(every.toString());
    }

    @Test
    void aPathThatIsNoUtf8IsKeptByteForByte() {
        HttpFlow read = (HttpFlow) roundTrip(Flows.with(Flows.requestOf("/\u0080\u00fe?\u00ff")));
        assertThat(read.request().path()).isEqualTo("/\u0080\u00fe?\u00ff");
    }

    @Test
    void headersKeepTheirOrderTheirCaseAndTheirDuplicates() {
        Headers headers = Headers.of("b", "1", "A", "2", "B", "3", "b", "1");
        HttpFlow read = (HttpFlow) roundTrip(Flows.with(Flows.request(headers, Body.NONE)));
        assertThat(read.request().headers().toString()).isEqualTo("b: 1\r\nA: 2\r\nB: 3\r\nb: 1\r\n");
    }

    @Test
    void aCompressedBodyStaysAsItPassedBesideItsContentEncoding() throws IOException {
        byte[] plain = Flows.bytes("what the server meant to say");
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        }
        Headers headers = Headers.of("Content-Encoding", "gzip");
        HttpFlow read =
                (HttpFlow) roundTrip(Flows.with(Flows.response(headers, new Body.Inline(compressed.toByteArray()))));
        HttpResponse response = read.response();
        assertThat(response).isNotNull();
        assertThat(response.headers().get("content-encoding")).isEqualTo("gzip");
        assertThat(response.body())
                .asInstanceOf(type(Body.Inline.class))
                .satisfies(
                        body -> assertThat(new GZIPInputStream(new ByteArrayInputStream(body.bytes())).readAllBytes())
                                .isEqualTo(plain));
    }

    @Test
    void unsetTimesStayUnsetAndTheEpochStaysTheEpoch() {
        Peer client = new Peer(0, new Endpoint("192.0.2.7", 1), null, null, 0, Times.UNSET, Times.UNSET, null, null);
        TcpFlow flow = new TcpFlow(
                1,
                1,
                Flows.tunnel().state(),
                0,
                Times.UNSET,
                client,
                null,
                new Endpoint("", 0),
                "",
                0,
                0,
                0,
                0,
                null,
                Notes.NONE);
        Flow read = roundTrip(flow);
        assertThat(read.started()).isZero();
        assertThat(read.duration()).isEqualTo(Times.UNSET);
        assertThat(read.client().started()).isZero();
        assertThat(read.client().connected()).isEqualTo(Times.UNSET);
        assertThat(read.client().ended()).isEqualTo(Times.UNSET);
    }

    @Test
    void timesKeepEveryNanosecond() {
        assertThat(roundTrip(Flows.plain()).started()).isEqualTo(1_795_420_800_123_456_789L);
    }

    @Test
    void anAddressThatWasNeverReachedStaysAbsentAndAnEmptyOneStaysEmpty() {
        Endpoint empty = new Endpoint("", 0);
        Peer server = new Peer(1, empty, null, empty, 1, 2, 3, null, null);
        TcpFlow tunnel = Flows.tunnel();
        Flow read = roundTrip(
                new TcpFlow(1, 1, tunnel.state(), 1, 2, server, server, empty, "tcp", 0, 0, 0, 0, null, Notes.NONE));
        assertThat(read.server()).isEqualTo(server);
        assertThat(read.client().ip()).isNull();
        assertThat(read.client().local()).isEqualTo(empty);
    }

    @Test
    void aMessageWithoutABodyAndOneWithAnEmptyBodyStayDifferent() {
        Body empty = new Body.Inline(new byte[0]);
        HttpFlow none = (HttpFlow) roundTrip(Flows.with(Flows.request(Headers.EMPTY, Body.NONE)));
        HttpFlow some = (HttpFlow) roundTrip(Flows.with(Flows.request(Headers.EMPTY, empty)));
        assertThat(none.request().body()).isEqualTo(Body.NONE);
        assertThat(some.request().body()).isEqualTo(empty);
    }

    @Test
    void noTrailersAndEmptyTrailersStayDifferent() {
        HttpRequest request = Flows.requestOf("/");
        HttpFlow none = (HttpFlow) roundTrip(Flows.with(request));
        HttpFlow empty = (HttpFlow) roundTrip(Flows.with(request.ended(Body.NONE, Headers.EMPTY, 1)));
        assertThat(none.request().trailers()).isNull();
        assertThat(empty.request().trailers()).isEqualTo(Headers.EMPTY);
    }

    @Test
    void emptyTextOfTlsIsNotTakenForUnset() {
        Tls empty = new Tls(Times.UNSET, "", "", "", "", List.of(""), List.of(0), List.of(), null);
        Tls unset = new Tls(Times.UNSET, null, null, null, null, List.of(), List.of(), List.of(), null);
        HttpFlow flow = Flows.plain();
        for (Tls tls : List.of(empty, unset)) {
            TcpFlow tcp = new TcpFlow(
                    1,
                    1,
                    flow.state(),
                    1,
                    2,
                    flow.client().withTls(tls),
                    null,
                    new Endpoint("a", 1),
                    "tls",
                    0,
                    0,
                    0,
                    0,
                    null,
                    Notes.NONE);
            assertThat(roundTrip(tcp).client().tls()).isEqualTo(tls);
        }
    }

    @Test
    void metadataTheOriginalTrailersInterimResponsesAndReplayAreKept() {
        HttpFlow flow = Flows.edited();
        HttpFlow read = (HttpFlow) roundTrip(flow);
        assertThat(read.notes().metadata())
                .containsExactly(Map.entry("", ""), Map.entry("a", "\uD83D\uDE80"), Map.entry("b", "2"));
        assertThat(read.notes().replay()).isEqualTo(Notes.Replay.REQUEST);
        assertThat(read.original()).isEqualTo(flow.original());
        assertThat(read.request().trailers()).isEqualTo(Headers.of("Digest", "sha-256=:AA==:"));
        assertThat(read.interim()).extracting(HttpResponse::status).containsExactly(100);
    }

    @Test
    void flowsThatAreNotHttpAreStoredLikeAnyOther() {
        assertThat(roundTrip(Flows.tunnel())).isEqualTo(Flows.tunnel());
    }

    @Test
    void aStoredBodyKeepsHowMuchOfItPassedAndWhetherItEnded() {
        Body stored = new Body.Stored(9, 20_000, 3_000_000_000L, false);
        HttpFlow read = (HttpFlow) roundTrip(Flows.with(Flows.response(Headers.EMPTY, stored)));
        assertThat(read.response()).isNotNull();
        assertThat(read.response().body()).isEqualTo(stored);
    }

    @Test
    void storingADecodedFlowAgainGivesTheSameBytes() {
        byte[] first = FlowCodec.encode(Flows.edited());
        byte[] second = FlowCodec.encode(FlowCodec.decode(first, Kept.of(Flows.edited())));
        assertThat(second).isEqualTo(first);
    }

    private static Flow roundTrip(Flow flow) {
        return FlowCodec.decode(FlowCodec.encode(flow), Kept.of(flow));
    }
}
