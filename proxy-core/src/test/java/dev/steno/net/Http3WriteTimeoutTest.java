package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** HTTP/3 streams whose client reads nothing are reset; the other streams of the connection are not affected. */
class Http3WriteTimeoutTest extends ModeTest {
    private static final Duration SHORTEST = Duration.ofMillis(400);
    private static final int MUCH = 8 << 20;
    private static final int REQUEST_CANCELLED = 0x10c;

    private Duration limit = SHORTEST;

    @Override
    protected ProxySettings settings(ProxySettings defaults) {
        return super.settings(defaults).withWriteTimeout(limit).withHeaderTimeout(limit);
    }

    private Http3Caller caller(ScriptedOrigin origin, int window) throws Exception {
        listen("reverse:http3://localhost:" + origin.port());
        return closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), window));
    }

    private static void answer(Wiretap connection) throws java.io.IOException {
        int size = connection.readHead().startsWith("GET /much ") ? MUCH : 2;
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
        byte[] all = new byte[size];
        java.util.Arrays.fill(all, (byte) 'o');
        connection.send(all);
        connection.awaitEnd();
    }

    @Test
    void aStreamWhoseClientDoesNotReadItsResponseIsReset() throws Exception {
        Http3Caller caller = caller(tlsOrigin(Http3WriteTimeoutTest::answer), 1 << 18);
        Http3Caller.Stream stuck = caller.open();
        stuck.read(false);
        stuck.request("GET", "/much").end();

        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().message())
                .startsWith("the client accepted none of the bytes queued for it for " + limit.toMillis() + " ms");
        Http3Caller.Stream other = caller.open().request("GET", "/little").end();
        await().until(() -> other.text().equals("oo"));
        stuck.read(true);
        await().until(() -> stuck.resetCode() == REQUEST_CANCELLED);
    }

    @Test
    void aClientThatReadsSlowlyIsNotReset() throws Exception {
        inTime(SHORTEST, longer -> {
            limit = longer;
            Http3Caller caller = caller(tlsOrigin(Http3WriteTimeoutTest::answer), 1 << 18);
            Http3Caller.Stream slow = caller.open();
            slow.read(false);
            slow.request("GET", "/much").end();
            long end = System.nanoTime() + 4 * limit.toNanos();
            while (System.nanoTime() < end) {
                slow.readOnce();
                LockSupport.parkNanos(limit.toNanos() / 16);
            }
            assertThat(proxy.flows()).extracting(dev.steno.flow.Flow::state).containsExactly(FlowState.OPEN);

            slow.read(true);
            await().until(() -> slow.body().length == MUCH || slow.resetCode() >= 0);
            assertThat(slow.body()).hasSize(MUCH);
            assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
        });
    }

    /** Its first bytes have arrived; the other streams of the connection continue. */
    @Test
    void anUnfinishedHeadEndsItsStream() throws Exception {
        Http3Caller caller = caller(tlsOrigin(Http3WriteTimeoutTest::answer), 1 << 18);
        Http3Caller.Stream stuck = caller.openRaw().raw(new byte[] {1, 100, 0, 0});

        await().until(() -> stuck.resetCode() >= 0);
        assertThat(proxy.http().error().message()).contains("was not complete within " + limit.toMillis() + " ms");
        Http3Caller.Stream other = caller.open().request("GET", "/little").end();
        await().until(() -> other.text().equals("oo"));
    }
}
