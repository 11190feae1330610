package dev.steno.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.steno.flow.Body;
import dev.steno.flow.Certificate;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Tls;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnencodableFlowTest {
    private static final String EURO = "secret \u20ac";
    private static final String HALF = "secret \uD83D";

    static Stream<Arguments> flowsWithTextOnTheWire() {
        return Stream.of(
                Arguments.of("method of the request", Flows.with(request(EURO, "/", Headers.EMPTY))),
                Arguments.of("path of the request", Flows.with(request("GET", EURO, Headers.EMPTY))),
                Arguments.of("name of a header", Flows.with(request("GET", "/", Headers.of(EURO, "")))),
                Arguments.of("value of a header", Flows.with(request("GET", "/", Headers.of("a", EURO)))),
                Arguments.of(
                        "reason of the response",
                        Flows.with(new HttpResponse("", 200, EURO, Headers.EMPTY, null, Body.NONE, 0, 0))),
                Arguments.of(
                        "version of the response",
                        Flows.with(new HttpResponse(EURO, 200, "", Headers.EMPTY, null, Body.NONE, 0, 0))),
                Arguments.of(
                        "host of an endpoint",
                        client(new Peer(1, new Endpoint(EURO, 1), null, null, 0, 0, 0, null, null))),
                Arguments.of("server name of the ClientHello", client(tls(EURO, null))),
                Arguments.of("ALPN protocol", client(tls(null, EURO))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flowsWithTextOnTheWire")
    void aCharacterThatNoWireCarriesIsRefusedByThePlaceItStandsInWithoutQuotingIt(String place, Flow flow) {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> FlowCodec.encode(flow))
                .withMessageStartingWith("flow 1 cannot be stored: the " + place + " contains a character above U+00FF")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    static Stream<Arguments> flowsWithHalfACharacter() {
        return Stream.of(
                Arguments.of("mark", new Notes(HALF, "", Map.of(), Notes.Replay.NONE)),
                Arguments.of("comment", new Notes("", HALF, Map.of(), Notes.Replay.NONE)),
                Arguments.of("metadata key", new Notes("", "", Map.of(HALF, ""), Notes.Replay.NONE)),
                Arguments.of("metadata value", new Notes("", "", Map.of("", HALF), Notes.Replay.NONE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flowsWithHalfACharacter")
    void halfASurrogatePairIsRefusedInsteadOfBecomingAQuestionMark(String place, Notes notes) {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> FlowCodec.encode(Flows.plain().withNotes(notes)))
                .withMessage("flow 1 cannot be stored: the " + place
                        + " contains an unpaired surrogate, which UTF-8 cannot encode");
    }

    @Test
    void aChainOfProxiesThatNoReaderWouldFollowIsRefused() {
        Peer peer = Flows.plainPeer("a", 1);
        for (int level = 0; level < 100; level++) {
            peer = new Peer(1, new Endpoint("a", 1), null, null, 0, 0, 0, null, peer);
        }
        Flow flow = client(peer);
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> FlowCodec.encode(flow))
                .withMessageContaining("deeper than 100 levels");
    }

    @Test
    void aCertificateThatTheSessionLacksIsNamedByItsFingerprint() {
        byte[] bytes = FlowCodec.encode(Flows.edited());
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> FlowCodec.decode(bytes, sha256 -> null))
                .withMessage("the flow names the certificate with SHA-256 " + Flows.MINTED.fingerprint()
                        + ", which the session does not have");
    }

    @Test
    void theCertificatesToKeepAreThoseOfBothSidesOfEveryProxyAndOfTheOriginal() {
        Certificate old = new Certificate(Flows.bytes("shown before the edit"));
        Certificate proxy = new Certificate(Flows.bytes("shown by a proxy on the way"));
        HttpFlow before = client(certified(old, null));
        HttpFlow edited = Flows.edited();
        HttpFlow flow = new HttpFlow(
                1,
                1,
                edited.state(),
                0,
                0,
                edited.client(),
                certified(Flows.LEAF, certified(proxy, null)),
                edited.request(),
                null,
                List.of(),
                null,
                Notes.NONE,
                before);
        assertThat(FlowCodec.certificates(flow)).containsExactlyInAnyOrder(Flows.MINTED, Flows.LEAF, proxy, old);
    }

    private static HttpRequest request(String method, String path, Headers headers) {
        return new HttpRequest(method, "http", "a", 80, path, "HTTP/1.1", headers, null, Body.NONE, 0, 0);
    }

    private static Peer tls(@Nullable String sni, @Nullable String alpn) {
        Tls tls = new Tls(0, null, null, sni, alpn, List.of(), List.of(), List.of(), null);
        return Flows.plainPeer("a", 1).withTls(tls);
    }

    private static Peer certified(Certificate certificate, @Nullable Peer via) {
        Tls tls = new Tls(0, null, null, null, null, List.of(), List.of(), List.of(certificate), null);
        return new Peer(1, new Endpoint("a", 1), null, null, 0, 0, 0, tls, via);
    }

    private static HttpFlow client(Peer client) {
        HttpFlow flow = Flows.plain();
        return new HttpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                client,
                flow.server(),
                flow.request(),
                flow.response(),
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.original());
    }
}
