package dev.steno.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.flow.WebSocket;
import dev.steno.testing.http1.ScriptedOrigin;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How WebSockets end that are opened again: as recorded, or otherwise, and what is told then. */
class RunSocketEndsTest extends SocketRecord {
    @Test
    void aServerThatClosesEarlyIsAFailureThatSaysHowFarItCame() throws Exception {
        ScriptedOrigin origin = origin(script());
        recordShop(origin);
        serving.set(client -> {
            client.send("welcome");
            client.receive();
            client.close(1011, "broken");
            client.receive();
        });

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.answered()).isZero();
        assertThat(figures.failures())
                .containsOnlyKeys("the server ended it: 1 of 4 server messages came, and the client had more to send");
        HttpFlow flow = only();
        assertThat(flow.webSocket().close()).isEqualTo(new WebSocket.Close(Direction.SERVER_TO_CLIENT, 1011, "broken"));
        assertThat(flow.notes().metadata().get(Notes.ODD)).contains("1 of 4 server messages came");
    }

    @Test
    void aServerThatBreaksTheConnectionIsAFailureToo() throws Exception {
        ScriptedOrigin origin = origin(script());
        recordShop(origin);
        serving.set(client -> client.send("welcome"));

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.firstFailure())
                .isEqualTo("the server ended the connection without a Close frame: 1 of 4 server messages came, and the"
                        + " client had more to send");
    }

    @Test
    void aSilentServerIsWaitedForNoLongerThanTheTimeoutAndWhatIsMissingIsTold() throws Exception {
        ScriptedOrigin origin = origin(script());
        recordShop(origin);
        serving.set(client -> {
            client.send("welcome");
            while (!client.receive().equals("end")) {
                // sends nothing more
            }
        });

        RunFigures figures = run(within(SERIAL, Duration.ofMillis(500), Duration.ZERO));

        assertThat(figures.failed()).isOne();
        assertThat(figures.firstFailure()).contains("waited for server message 2 of 4");
        assertThat(only().error().message())
                .contains("waited for server message 2 of 4")
                .contains("--timeout");
    }

    @Test
    void aServerThatDoesNotAcceptAnyMoreHasAnsweredWithItsStatus() throws Exception {
        AtomicInteger count = new AtomicInteger();
        ScriptedOrigin.Script accepting = script();
        ScriptedOrigin origin = origin(wire -> {
            if (count.incrementAndGet() == 1) {
                accepting.run(wire);
            } else {
                wire.readRequest();
                wire.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                wire.readRequest();
            }
        });
        recordShop(origin);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.answered()).isOne();
        assertThat(figures.statuses()).containsEntry(403, 1L);
        assertThat(figures.otherStatus()).isOne();
        assertThat(only().webSocket()).isNull();
    }

    @Test
    void aStopEndsAWebSocketInFlight() throws Exception {
        ScriptedOrigin origin = origin(script());
        recordShop(origin);
        serving.set(client -> {
            client.send("welcome");
            client.receive();
            stopped = () -> true;
            assertThat(client.receive()).isEqualTo("end");
        });

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.stopped()).isOne();
        assertThat(figures.failed()).isZero();
        assertThat(only().error().message()).isEqualTo("the replay was stopped");
        assertThat(only().state()).isNotEqualTo(FlowState.OPEN);
    }

    @Test
    void aWholeWebSocketHasABoundBeyondItsRecordedTime() throws Exception {
        ScriptedOrigin origin = origin(script());
        recordShop(origin);
        serving.set(client -> {
            for (int i = 0; ; i++) {
                client.ping();
                if (!client.receive().equals("pong") && i > 1_000_000) {
                    return;
                }
            }
        });

        RunFigures figures = run(within(SERIAL, Duration.ofMillis(500), Duration.ZERO));

        assertThat(figures.failed()).isOne();
        assertThat(figures.firstFailure()).contains("waited for server message 1 of 4");
    }

    @Test
    void aCloseOfTheServerIsWaitedFor() throws Exception {
        ScriptedOrigin origin = origin(script());
        record(
                origin,
                client -> {
                    client.receive();
                    client.close(1001, "restart");
                    client.receive();
                },
                server -> {
                    server.send("leave");
                    assertThat(server.receive()).isEqualTo("close 1001 restart");
                    server.close(1001, "");
                },
                false);

        assertThat(run(settings(SERIAL)).answered()).isOne();
        assertThat(replayed().get(0).webSocket().close())
                .isEqualTo(new WebSocket.Close(Direction.SERVER_TO_CLIENT, 1001, "restart"));

        serving.set(client -> {
            client.receive();
            client.receive();
        });
        RunFigures figures = run(within(SERIAL, Duration.ofMillis(500), Duration.ZERO), "!~replayq");
        assertThat(figures.firstFailure())
                .contains("waited for the server to close the WebSocket")
                .contains("1001");
    }

    @Test
    void aConnectionThatTheServerHadBrokenIsClosedIfItDoesNotBreakItAgain() throws Exception {
        ScriptedOrigin origin = origin(script());
        record(
                origin,
                client -> client.send("gone"),
                server -> {
                    assertThat(server.receive()).isEqualTo("gone");
                    assertThat(server.receive()).isEqualTo("end");
                },
                false);

        RunFigures again = run(settings(SERIAL));
        assertThat(again.failures()).isEmpty();
        assertThat(again.answered()).isOne();

        serving.set(client -> {
            client.send("still here");
            assertThat(client.receive()).startsWith("close 1001");
            client.close(1001, "");
        });
        assertThat(run(settings(SERIAL), "!~replayq").answered()).isOne();
        assertThat(replayed().get(1).webSocket().close().code()).isEqualTo(1001);
        assertThat(origin.failures()).isEmpty();
    }
}
