package dev.steno.exchange.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopByHopTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "Transfer-Encoding",
                "Upgrade",
                "HTTP2-Settings",
                "Proxy-Authorization",
                "TE",
                "keep-alive",
                "TRANSFER-ENCODING"
            })
    void aFieldOfOneConnectionIsNotForwarded(String name) {
        assertThat(HopByHop.strip(Headers.of("A", "1", name, "x", "B", "2"))).isEqualTo(Headers.of("A", "1", "B", "2"));
    }

    @Test
    void whatConcernsNoConnectionKeepsItsOrderItsCaseAndItsBytes() {
        Headers headers = Headers.of("hOST", "a", "X-a_b", "\u00ff\u0080", "Cookie", "1", "cookie", "2", "Empty", "");

        assertThat(HopByHop.strip(headers)).isSameAs(headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X(y)", "a b", "X-\u00e9", ":", "X\u0001", "\"Content-Length\""})
    void aNameThatIsNoTokenIsNotForwarded(String name) {
        assertThat(HopByHop.strip(Headers.of("A", "1", name, "x"))).isEqualTo(Headers.of("A", "1"));
    }

    @Test
    void fieldsThatConnectionNamesAreNotForwarded() {
        Headers headers = Headers.of("x-one", "1", "Connection", "X-One , x-two", "X-Two", "2", "X-Three", "3");

        assertThat(HopByHop.strip(headers)).isEqualTo(Headers.of("X-Three", "3"));
    }

    @Test
    void everyConnectionFieldCounts() {
        Headers headers = Headers.of("Connection", "close", "Connection", "a", "connection", "b", "A", "1", "B", "2");

        assertThat(HopByHop.strip(headers)).isEqualTo(Headers.EMPTY);
    }

    @Test
    void connectionCannotTakeAwayWhatAMessageNeeds() {
        Headers needed =
                Headers.of("Host", "a", "Content-Length", "1", "Content-Type", "text/plain", "Content-Encoding", "br");

        assertThat(HopByHop.strip(needed.with("Connection", "host, content-length, content-type, content-encoding")))
                .isEqualTo(needed);
    }

    @Test
    void anUpgradePassesWithItsToken() {
        Headers headers =
                Headers.of("Connection", "keep-alive, Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Key", "k");

        assertThat(HopByHop.strip(headers))
                .isEqualTo(Headers.of("Sec-WebSocket-Key", "k", "Connection", "Upgrade", "Upgrade", "websocket"));
        assertThat(HopByHop.upgradeToken(headers)).isEqualTo("websocket");
    }

    @Test
    void anUpgradeThatConnectionDoesNotNameIsNone() {
        assertThat(HopByHop.upgradeToken(Headers.of("Upgrade", "websocket"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "H2C"})
    void anUpgradeToHttp2InClearTextIsNotForwarded(String token) {
        Headers headers =
                Headers.of("Connection", "Upgrade, HTTP2-Settings", "Upgrade", token, "HTTP2-Settings", "x", "A", "1");

        assertThat(HopByHop.strip(headers)).isEqualTo(Headers.of("A", "1"));
        assertThat(HopByHop.upgradeToken(headers)).isNull();
    }

    @Test
    void aWillingnessToTakeTrailersPasses() {
        assertThat(HopByHop.strip(Headers.of("TE", "gzip, trailers", "Connection", "TE")))
                .isEqualTo(Headers.of("Connection", "TE", "TE", "trailers"));
    }

    @Test
    void anUpgradeAndTrailersPassTogether() {
        assertThat(HopByHop.strip(Headers.of("TE", "trailers", "Connection", "TE, Upgrade", "Upgrade", "websocket")))
                .isEqualTo(Headers.of("Connection", "Upgrade, TE", "Upgrade", "websocket", "TE", "trailers"));
    }

    @Provide
    Arbitrary<Headers> headers() {
        Arbitrary<String> names = Arbitraries.of(
                "Host", "A", "b", "Connection", "Keep-Alive", "Upgrade", "TE", "Transfer-Encoding", "Content-Length");
        Arbitrary<String> values = Arbitraries.of("a", "b, C", "close", "upgrade", "trailers", "websocket", "h2c", "");
        Arbitrary<String[]> fields = Combinators.combine(names, values).as((name, value) -> new String[] {name, value});
        return fields.list().ofMaxSize(8).map(HopByHopTest::headers);
    }

    private static Headers headers(List<String[]> fields) {
        Headers.Builder builder = Headers.builder(fields.size());
        fields.forEach(field -> builder.add(field[0], field[1]));
        return builder.build();
    }

    @Property
    void whatRemainsIsTheRestInItsOrderAndDoingItAgainChangesNothing(@ForAll("headers") Headers headers) {
        Headers stripped = HopByHop.strip(headers);

        List<String> hop = List.of("connection", "keep-alive", "upgrade", "te", "transfer-encoding");
        Headers rest = stripped.without(name -> hop.contains(name.toLowerCase(Locale.ROOT)));
        int at = 0;
        for (int i = 0; i < rest.size(); i++, at++) {
            while (!(headers.name(at).equals(rest.name(i)) && headers.value(at).equals(rest.value(i)))) {
                at++; // exhausts the fields if the rest contains others, or in another order
            }
        }
        assertThat(HopByHop.strip(stripped)).isEqualTo(stripped);
        assertThat(stripped.contains("Transfer-Encoding")).isFalse();
        assertThat(stripped.all("Host")).isEqualTo(headers.all("Host"));
    }
}
