package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Recorder;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A record that cannot be written, and whose policy is to accept no exchange until it can. */
class RefusedRequestsTest extends ProxyTest {
    private volatile @Nullable String refusal;

    @Override
    protected Addon[] addons() {
        Recorder recorder = new Recorder() {
            @Override
            public @Nullable String refusal() {
                return refusal;
            }

            @Override
            public boolean refuses() {
                return refusal != null;
            }

            @Override
            public boolean holdsEnds() {
                return false;
            }

            @Override
            public CompletionStage<Void> kept() {
                return CompletableFuture.completedFuture(null);
            }
        };
        return new Addon[] {registrar -> registrar.keepsRecord(recorder)};
    }

    /** What was queued before the outage waits for longer than its limit, which pauses the reading of all connections. */
    @Test
    void eachRequestOfAKeptConnectionIsRefusedAlsoWhileTheQueueOfTheStoreIsFull() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            connection.awaitEnd();
        });
        RawClient client = client();
        proxy.recordBudget.late(true);
        refusal = "the disk is full";
        proxy.recordBudget.recheck();

        for (int i = 0; i < 3; i++) {
            assertThat(client.send(get(origin, "/" + i)).response().status()).isEqualTo(503);
        }
        refusal = null;
        proxy.recordBudget.late(false);

        assertThat(client.send(get(origin, "/")).response().status()).isEqualTo(200);
    }
}
