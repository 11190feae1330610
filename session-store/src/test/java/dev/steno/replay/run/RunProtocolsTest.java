package dev.steno.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.replay.run.RunSettings.Connections;
import dev.steno.store.Place;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runs in each version of HTTP, and with responses of all shapes. */
class RunProtocolsTest extends RunningRecord {
    /** Puts a flow into the record as if it had passed; each takes 10 of a time that a test chooses. */
    private void made(String version, ScriptedOrigin origin, String path, long connection, long started) {
        HttpRequest request = new HttpRequest(
                "GET",
                "https",
                "localhost",
                origin.port(),
                path,
                version,
                version.startsWith("HTTP/1.")
                        ? Headers.of("Host", "localhost:" + origin.port())
                        : Headers.of(
                                ":method",
                                "GET",
                                ":authority",
                                "localhost:" + origin.port(),
                                ":scheme",
                                "https",
                                ":path",
                                path),
                null,
                Body.NONE,
                started,
                started + 1);
        Peer client =
                new Peer(connection, new Endpoint("127.0.0.1", 1), null, null, 1, Times.UNSET, Times.UNSET, null, null);
        session.accept(new FlowEvent.Closed(new HttpFlow(
                proxy.runtime().sequences().nextFlow(),
                1,
                FlowState.COMPLETE,
                started,
                10,
                client,
                null,
                request,
                null,
                List.of(),
                null,
                Notes.NONE,
                null)));
    }

    @Test
    void requestsOfHttp2ShareAConnectionAndOutliveAGoAway() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(server -> {
                    int number = connections.incrementAndGet();
                    for (int served = 0; ; served++) {
                        int stream = server.request().stream();
                        if (number == 1 && served == 2) {
                            server.goAway(stream - 2, 0); // this stream was not processed
                            server.drain();
                            return;
                        }
                        server.ok(stream);
                    }
                }),
                "h2");
        for (int i = 1; i <= 5; i++) {
            made("HTTP/2.0", origin, "/" + i, 1, 100L * i);
        }

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.answered()).isEqualTo(5);
        assertThat(connections).hasValue(2);
        assertThat(replayed())
                .allSatisfy(each -> assertThat(each.server().tls().alpn()).isEqualTo("h2"));
    }

    @Test
    void streamsThatOverlappedMayOverlapAgainAndLaterOnesWait() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(server -> {
                    int first = server.request().stream();
                    int second = server.request().stream(); // or the test would not end
                    server.ok(second);
                    server.ok(first);
                    server.ok(server.request().stream());
                    server.drain();
                }),
                "h2");
        made("HTTP/2.0", origin, "/1", 7, 100);
        made("HTTP/2.0", origin, "/2", 7, 105);
        made("HTTP/2.0", origin, "/3", 7, 200);

        RunFigures figures = run(settings(new RunTiming.Rate(1e6, false), 100, Connections.RECORDED, 1));

        assertThat(figures.answered()).isEqualTo(3);
        assertThat(figures.mostInFlight()).isEqualTo(2);
        assertThat(origin.connections()).hasSize(1);
        assertThat(paths()).containsExactly("/1", "/2", "/3");
    }

    @Test
    void requestsOfHttp2AreSentInHttp1IfThatIsAskedFor() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "h2", "http/1.1");
        made("HTTP/2.0", origin, "/1", 1, 100);
        version = "HTTP/1.1";

        assertThat(run(settings(SERIAL)).answered()).isOne();

        assertThat(origin.received()).isEqualTo("GET /1 HTTP/1.1\r\nHost: localhost:" + origin.port() + "\r\n\r\n");
    }

    @Test
    void responsesWithoutABodyInterimOnesAndOldVersionsAreAnswers() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                if (head.startsWith("HEAD")) {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
                } else if (head.contains("/hints")) {
                    connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK);
                } else {
                    connection.send("HTTP/1.0 200 OK\r\n\r\nuntil the end");
                    return;
                }
            }
        });
        client().send("HEAD http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\n\r\n");
        proxy.ended(1);
        client().send("GET http://" + origin.authority() + "/hints HTTP/1.1\r\nHost: a\r\n\r\n")
                .response();
        proxy.ended(2);
        client().send("GET http://" + origin.authority() + "/old HTTP/1.0\r\nHost: a\r\n\r\n")
                .response();
        proxy.ended(3);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.answered()).isEqualTo(3);
        assertThat(replayed().get(0).response().body().trueSize()).isZero();
        assertThat(replayed().get(1).interim()).hasSize(1);
        assertThat(replayed().get(2).request().version()).isEqualTo("HTTP/1.0");
        assertThat(bytes(replayed().get(2).response().body())).asString().isEqualTo("until the end");
    }

    @Test
    void requestsThatAreTenMillisecondsApartAreSentSo() {
        DueTimes recorded = new DueTimes(new RunTiming.Recorded(2, 1_000), 1);
        assertThat(List.of(
                        recorded.next(5_000, false),
                        recorded.next(5_100, false),
                        recorded.next(9_000, false),
                        recorded.next(8_900, false),
                        recorded.next(5_000, true),
                        recorded.next(5_100, false)))
                .containsExactly(0L, 50L, 1_050L, 1_050L, 1_050L, 1_100L);
        DueTimes even = new DueTimes(new RunTiming.Rate(1_000, false), 1);
        even.next(0, false);
        assertThat(even.next(0, false)).isEqualTo(1_000_000);
        assertThat(even.next(0, true)).isEqualTo(2_000_000);
        DueTimes random = new DueTimes(new RunTiming.Rate(1_000, true), 1);
        long last = 0;
        for (int i = 0; i < 10_000; i++) {
            last = random.next(0, false);
        }
        assertThat(last / 1e9).isBetween(9.5, 10.5);
    }

    @Test
    void aSampleIsTheSameInEachRunAndKeepsUsersTogether() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        for (int i = 1; i <= 200; i++) {
            made("HTTP/1.1", origin, "/" + i, 1, 100L * i);
        }
        session.awaitDurable();
        RunSample tenth = RunSample.parse("10%");
        long chosen = proxy.flows().size();
        assertThat(chosen).isZero(); // the flows were made, not proxied
        try (var reader = session.reader()) {
            long first = reader.page(Place.START, 1_000, false).stream()
                    .filter(flow -> tenth.has((HttpFlow) flow))
                    .count();
            long again = reader.page(Place.START, 1_000, false).stream()
                    .filter(flow -> tenth.has((HttpFlow) flow))
                    .count();
            assertThat(first).isEqualTo(again).isBetween(5L, 40L);
            RunSample users = RunSample.parse("50%:header=Host");
            assertThat(reader.page(Place.START, 1_000, false).stream()
                            .map(flow -> users.has((HttpFlow) flow))
                            .distinct())
                    .hasSize(1);
        }
    }
}
