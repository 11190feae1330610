package dev.steno.net.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.End;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalExchange;
import dev.steno.local.LocalRequest;
import dev.steno.testing.http1.ScriptedOrigin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How requests that Steno sends itself end: killed, cancelled, refused, with the proxy; and that nothing is left. */
class LocalClientEndsTest extends LocalSending {
    @Test
    void aCommandKillsIt() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            asked.complete(null);
            ScriptedOrigin.drain(connection.in());
        });
        LocalExchange exchange = local().send(new LocalRequest(get(origin), NOTES));
        asked.get(60, TimeUnit.SECONDS);

        proxy.runtime()
                .inFlight()
                .get(exchange.began().toCompletableFuture().join())
                .kill(End.CLOSE, "ann");

        assertThat(ended(exchange).error().message()).isEqualTo("killed by ann");
        assertThat(proxy.runtime().inFlight().numbers()).isEmpty();
    }

    @Test
    void itIsCancelledBeforeItsAnswer() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            asked.complete(null);
            ScriptedOrigin.drain(connection.in());
            closed.complete(null);
        });
        LocalExchange exchange = local().send(new LocalRequest(get(origin), NOTES));
        asked.get(60, TimeUnit.SECONDS);

        exchange.cancel("the replay was stopped");

        FlowError error = ended(exchange).error();
        assertThat(error.message()).isEqualTo("the replay was stopped");
        closed.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aRequestThatFindsTheFirstConnectionsTakenWaitsForOneAndTheWaitIsKnown() throws Exception {
        CountDownLatch all = new CountDownLatch(40);
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                all.countDown();
                await(all);
                connection.send(OK);
            }
        });
        LocalClient client = local();
        List<LocalExchange> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sent.add(client.send(new LocalRequest(get(origin), NOTES)));
        }

        for (LocalExchange each : sent) {
            assertThat(ended(each).response().status()).isEqualTo(200);
        }

        assertThat(origin.connections()).hasSize(40);
        assertThat(sent.stream().filter(each -> each.queued() > 0)).hasSize(32);
        assertThat(sent.subList(0, 8)).allMatch(each -> each.queued() == 0);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(180, TimeUnit.SECONDS)) {
                throw new IOException("timed out waiting");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void closingTheClientEndsWhatIsInFlightAndItsConnections() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send(OK);
            connection.readRequest();
            asked.complete(null);
            ScriptedOrigin.drain(connection.in());
            closed.complete(null);
        });
        LocalClient client = local();
        ended(client.send(new LocalRequest(get(origin), NOTES)));
        LocalExchange second = client.send(new LocalRequest(get(origin), NOTES));
        asked.get(60, TimeUnit.SECONDS);

        client.close();

        assertThat(ended(second).error().message()).isEqualTo("the client was closed");
        closed.get(60, TimeUnit.SECONDS);
        assertThat(client.send(new LocalRequest(get(origin), NOTES)).began().toCompletableFuture())
                .failsWithin(java.time.Duration.ofSeconds(60))
                .withThrowableThat()
                .withMessageContaining("the client is closed");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void aProxyThatStopsEndsIt() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            asked.complete(null);
            ScriptedOrigin.drain(connection.in());
        });
        LocalClient client = proxy.server().localClients().open(null);
        LocalExchange exchange = client.send(new LocalRequest(get(origin), NOTES));
        asked.get(60, TimeUnit.SECONDS);

        proxy.close();

        assertThat(ended(exchange).error().message()).isEqualTo("Steno was stopped before this was complete");
        assertThat(client.send(new LocalRequest(get(origin), NOTES)).ended().toCompletableFuture())
                .failsWithin(java.time.Duration.ofSeconds(60));
    }

    @Test
    void aFailureToConnectIsRecorded() throws Exception {
        HttpFlow flow = send(request("HTTP/1.1", "GET", "http", 1, Body.NONE, "Host", "127.0.0.1:1"));

        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.CONNECT);
    }

    @Test
    void aRequestToTheProxyItselfIsRefused() throws Exception {
        HttpFlow flow = send(request("HTTP/1.1", "GET", "http", proxy.port(), Body.NONE, "Host", "127.0.0.1"));

        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void anUnaskedSwitchOfProtocolsEndsTheExchange() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n");
            ScriptedOrigin.drain(connection.in());
        });

        HttpFlow flow = send(get(origin));

        assertThat(flow.duration()).isNotEqualTo(Times.UNSET);
        assertThat(proxy.runtime().inFlight().numbers()).isEmpty();
    }

    @Test
    void tenThousandRequestsLeaveNothing() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        LocalClient client = local();
        AtomicLong failed = new AtomicLong();
        CompletableFuture<Void> all = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(10_000);
        sendNext(client, new LocalRequest(get(origin), NOTES), left, failed, all);

        all.get(300, TimeUnit.SECONDS);

        assertThat(failed).hasValue(0);
        assertThat(proxy.ended(10_000)).hasSize(10_000);
        assertThat(origin.connections()).hasSize(1);
        assertThat(proxy.server().connections()).isZero();
        assertThat(proxy.runtime().inFlight().numbers()).isEmpty();
    }

    private static void sendNext(
            LocalClient client,
            LocalRequest request,
            AtomicInteger left,
            AtomicLong failed,
            CompletableFuture<Void> all) {
        client.send(request).ended().whenComplete((flow, failure) -> {
            if (failure != null || flow.error() != null) {
                failed.incrementAndGet();
            }
            if (left.decrementAndGet() == 0) {
                all.complete(null);
            } else {
                sendNext(client, request, left, failed, all);
            }
        });
    }
}
