package dev.steno.bench.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.flow.Tls;
import dev.steno.interop.tnetstring.TnetCursor;
import dev.steno.interop.tnetstring.TnetValue;
import dev.steno.interop.tnetstring.TnetstringException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateRoundTripTest {
    /** Nanoseconds. A double holds the current time in seconds with a precision of a quarter of a microsecond. */
    private static final long PRECISION = 240;

    @Test
    void whatMitmproxysFormatKeepsOfAFlowComesBack() throws TnetstringException {
        for (HttpFlow flow : Specimens.of(300)) {
            HttpFlow back = StateReader.load(new StateWriter(false).dump(flow));

            assertThat(back.id()).isEqualTo(flow.id());
            assertThat(back.started()).isBetween(flow.started() - PRECISION, flow.started() + PRECISION);
            assertThat(back.request().headers()).isEqualTo(flow.request().headers());
            assertThat(back.request().path()).isEqualTo(flow.request().path());
            assertThat(back.request().method()).isEqualTo(flow.request().method());
            assertThat(back.response()).isNotNull();
            assertThat(flow.response()).isNotNull();
            assertThat(back.response().status()).isEqualTo(flow.response().status());
            assertThat(back.response().headers()).isEqualTo(flow.response().headers());
            assertThat(back.response().body()).isEqualTo(flow.response().body());
            assertThat(back.notes()).isEqualTo(flow.notes());
            samePeer(back.client(), flow.client());
            samePeer(back.server(), flow.server());
        }
    }

    @Test
    void theDictionaryHasTheKeysThatMitmproxyWants() throws TnetstringException {
        TnetCursor cursor =
                new TnetCursor(new StateWriter(true).dump(Specimens.of(10).get(0)));
        cursor.next();

        assertThat(TnetValue.read(cursor)).isInstanceOfSatisfying(TnetValue.Dictionary.class, flow -> {
            assertThat(flow.entries()).hasSize(16).containsEntry("type", new TnetValue.Text("http"));
            assertThat(flow.entries().get("client_conn"))
                    .isInstanceOfSatisfying(
                            TnetValue.Dictionary.class,
                            peer -> assertThat(peer.entries()).hasSize(18));
            assertThat(flow.entries().get("server_conn"))
                    .isInstanceOfSatisfying(
                            TnetValue.Dictionary.class,
                            peer -> assertThat(peer.entries()).hasSize(19));
        });
    }

    private static void samePeer(@Nullable Peer back, @Nullable Peer flow) {
        assertThat(back == null).isEqualTo(flow == null);
        if (back != null && flow != null) {
            assertThat(back.address()).isEqualTo(flow.address());
            assertThat(back.ip()).isEqualTo(flow.ip());
            assertThat(back.connection()).isEqualTo(flow.connection());
            Tls tls = flow.tls();
            assertThat(back.tls() == null).isEqualTo(tls == null);
            if (back.tls() != null && tls != null) {
                assertThat(back.tls().sni()).isEqualTo(tls.sni());
                assertThat(back.tls().alpnOffers()).isEqualTo(tls.alpnOffers());
            }
        }
    }
}
