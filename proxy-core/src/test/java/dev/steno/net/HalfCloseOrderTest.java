package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.proxy.ProxyTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both ends of a raw stream half-close, before, between or after their data, in any order: all data arrives, and then
 * both ends.
 */
class HalfCloseOrderTest extends ProxyTest {

    /** Steps: c and s send a word from the client or the server, C and S half-close that side. */
    static Stream<Arguments> orders() {
        return Stream.of(
                        "cCsS", "csCS", "csSC", "scCS", "scSC", "sScC", "CsS", "ScC", "CS", "SC", "cCS", "sSC", "cCssS",
                        "sSccC", "ccssCS")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void allDataArrivesWhateverTheOrderOfTheHalfCloses(String order) throws Exception {
        CompletableFuture<Wiretap> accepted = new CompletableFuture<>();
        CompletableFuture<Void> over = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            accepted.complete(connection);
            over.orTimeout(60, TimeUnit.SECONDS).join();
        });
        Wiretap client = client().connect(origin.authority()).wire();
        Wiretap server = accepted.get(180, TimeUnit.SECONDS);

        for (char step : order.toCharArray()) {
            Wiretap from = Character.toLowerCase(step) == 'c' ? client : server;
            Wiretap to = from == client ? server : client;
            if (Character.isLowerCase(step)) {
                from.send("\u0001" + step);
                assertThat(to.readText(2)).isEqualTo("\u0001" + step);
            } else {
                from.shutOutput();
                assertThat(to.in().read()).as("the end").isEqualTo(-1);
            }
        }

        Awaitility.await().until(() -> proxy.ended(1).size() == 1);
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(List.of(proxy.tcp().sentByClient(), proxy.tcp().sentByServer()))
                .isEqualTo(List.of(
                        2 * order.chars().filter(c -> c == 'c').count(),
                        2 * order.chars().filter(c -> c == 's').count()));
        over.complete(null);
    }
}
