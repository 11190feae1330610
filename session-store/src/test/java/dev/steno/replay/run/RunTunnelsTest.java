package dev.steno.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.FilterParser;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Raw streams that are opened again, with the client's bytes of the record. */
class RunTunnelsTest extends RunningRecord {
    private final AtomicReference<ScriptedOrigin.Script> serving = new AtomicReference<>();

    private static void mail(Wiretap client) throws java.io.IOException {
        client.send("220 mail\r\n");
        assertThat(client.readLine()).isEqualTo("HELO a");
        client.send("250 ok\r\n");
        assertThat(client.readLine()).isEqualTo("QUIT");
        client.send("221 bye\r\n");
        client.awaitEnd();
    }

    private ScriptedOrigin recordMail() throws Exception {
        ScriptedOrigin origin = origin(wire -> serving.get().run(wire));
        serving.set(RunTunnelsTest::mail);
        try (RawClient raw = client().connect(origin.authority())) {
            assertThat(raw.wire().readLine()).isEqualTo("220 mail");
            raw.send("HELO a\r\n");
            assertThat(raw.wire().readLine()).isEqualTo("250 ok");
            raw.send("QUIT\r\n");
            assertThat(raw.wire().readLine()).isEqualTo("221 bye");
        }
        proxy.ended(1);
        return origin;
    }

    private List<TcpFlow> streams() {
        return proxy.flows().stream()
                .filter(flow -> flow.notes().replayOf().isPresent())
                .map(TcpFlow.class::cast)
                .toList();
    }

    private String sent(TcpFlow flow, Direction direction) {
        StringBuilder sent = new StringBuilder();
        proxy.messages().stream()
                .filter(message -> message.flow() == flow.id() && message.direction() == direction)
                .forEach(message -> sent.append(new String(message.data(), StandardCharsets.ISO_8859_1)));
        return sent.toString();
    }

    @Test
    void theClientsBytesAreSentOnceTheServerHasSentAsManyAsPreceded() throws Exception {
        ScriptedOrigin origin = recordMail();

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        assertThat(figures.answered()).isOne();
        assertThat(figures.streams()).isOne();
        assertThat(origin.failures()).isEmpty();
        TcpFlow flow = streams().get(0);
        assertThat(sent(flow, Direction.CLIENT_TO_SERVER)).isEqualTo("HELO a\r\nQUIT\r\n");
        assertThat(sent(flow, Direction.SERVER_TO_CLIENT)).isEqualTo("220 mail\r\n250 ok\r\n221 bye\r\n");
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.error()).isNull();
        assertThat(flow.target()).isEqualTo(origin.endpoint());
        assertThat(flow.notes().replay()).isEqualTo(Notes.Replay.REQUEST);
        assertThat(flow.notes().replayOf()).hasValue(1);
        List<Boolean> order = proxy.messages().stream()
                .filter(message -> message.flow() == flow.id())
                .map(message -> message.direction().isFromClient())
                .toList();
        assertThat(order).containsExactly(false, true, false, true, false);
    }

    @Test
    void aServerThatSendsLessIsWaitedForNoLongerThanTheTimeout() throws Exception {
        recordMail();
        serving.set(client -> {
            client.send("220 mail\r\n");
            client.awaitEnd();
        });

        RunFigures figures = run(within(SERIAL, Duration.ofMillis(500), Duration.ZERO));

        assertThat(figures.firstFailure()).contains("waited for byte 11 of 27 of the server");
        assertThat(streams().get(0).error().message()).contains("waited for byte 11 of 27 of the server");
    }

    @Test
    void aServerThatSendsMoreAndEndsBeforeTheClientHasSentAllIsAFailure() throws Exception {
        recordMail();
        serving.set(client -> {
            client.send("220 mail\r\n");
            assertThat(client.readLine()).isEqualTo("HELO a");
            client.send("250 ok, and much more than was recorded, all at once, and then no more\r\n");
        });

        RunFigures figures = run(settings(SERIAL));

        String sent = sent(streams().get(0), Direction.CLIENT_TO_SERVER);
        assertThat(figures.failures().isEmpty()).as(sent).isEqualTo(sent.equals("HELO a\r\nQUIT\r\n"));
    }

    @Test
    void aServerThatEndsEarlyIsAFailure() throws Exception {
        recordMail();
        serving.set(client -> client.send("554 no\r\n"));

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.firstFailure())
                .isEqualTo("the server ended it: 8 of 27 bytes of the server came, and the client had more to send");
    }

    @Test
    void aServerThatAnswersAtTheEndOfTheClientsBytesIsToldOfIt() throws Exception {
        ScriptedOrigin.Script counting =
                client -> client.send(client.readToEnd().length() + " bytes");
        ScriptedOrigin origin = origin(counting);
        try (RawClient raw = client().connect(origin.authority())) {
            raw.send("\u0000\u0001\u0002");
            raw.wire().shutOutput();
            assertThat(raw.wire().readToEnd()).isEqualTo("3 bytes");
        }
        proxy.ended(1);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        assertThat(sent(streams().get(0), Direction.SERVER_TO_CLIENT)).isEqualTo("3 bytes");
    }

    @Test
    void aServerThatCannotBeReachedIsAFailedFlow() throws Exception {
        ScriptedOrigin origin = recordMail();
        origin.close();

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.firstFailure()).contains("connection refused");
        assertThat(streams().get(0).error().message()).contains("connection refused");
        assertThat(streams().get(0).notes().replayOf()).hasValue(1);
    }

    @Test
    void aTargetIsTheServerOfAllStreams() throws Exception {
        recordMail();
        ScriptedOrigin other = origin(RunTunnelsTest::mail);
        target = "http://" + other.authority();

        assertThat(run(settings(SERIAL)).answered()).isOne();

        assertThat(other.received()).isEqualTo("HELO a\r\nQUIT\r\n");
        target = null;
    }

    @Test
    void bytesInTlsAreSentInTls() throws Exception {
        ScriptedOrigin origin = tlsOrigin(RunTunnelsTest::mail);
        try (RawClient raw = tlsClient(origin)) {
            assertThat(raw.wire().readLine()).isEqualTo("220 mail");
            raw.send("HELO a\r\n");
            assertThat(raw.wire().readLine()).isEqualTo("250 ok");
            raw.send("QUIT\r\n");
            assertThat(raw.wire().readLine()).isEqualTo("221 bye");
        }
        proxy.ended(1);

        RunFigures figures = run(settings(SERIAL));

        assertThat(figures.failures()).isEmpty();
        assertThat(streams().get(0).server().tls()).isNotNull();
        assertThat(sent(streams().get(0), Direction.SERVER_TO_CLIENT)).isEqualTo("220 mail\r\n250 ok\r\n221 bye\r\n");
    }

    @Test
    void theQueueOfARunningProxySendsRawStreamsToo() throws Exception {
        recordMail();
        session.awaitDurable();

        assertThat(queueOf(1)).isOne();

        proxy.ended(2);
        assertThat(sent(streams().get(0), Direction.SERVER_TO_CLIENT)).isEqualTo("220 mail\r\n250 ok\r\n221 bye\r\n");
    }

    @Test
    void aStreamWithoutBytesIsRefusedInThePlan() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        try (RawClient raw = client().connect(origin.authority())) {
            raw.wire().shutOutput();
            raw.wire().awaitEnd();
        }
        proxy.ended(1);
        session.awaitDurable();

        try (SessionReader reader = session.reader()) {
            RunPlan plan = RunPlan.read(
                    reader,
                    new RunPlan.Choice(FilterParser.parseOrAll(""), RunSample.ALL, 100),
                    new ReplayedRequests(ReplayedRequests.Settings.AS_RECORDED),
                    Progress.NONE);
            assertThat(plan.size()).isZero();
            assertThat(plan.refusals()).containsExactly("flow 1 has no recorded bytes, so nothing can be sent");
        }
    }
}
