package dev.steno.rule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Faults of bodies: they dribble, lose packets, end late, are cut, or are not read. */
class BodyFaultsTest extends NetworkProxyTest {
    @Test
    void aBodyDribbles() throws Exception {
        ScriptedOrigin origin = sending(100);
        set("fault", "dribble n=4 total=160ms");
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        byte[] buffer = new byte[200];
        assertThat(client.wire().in().read(buffer)).isEqualTo(25);
        client.wire().readExactly(75);
        assertThat(millis(proxy.http())).isGreaterThanOrEqualTo(160);
        assertThat(hits(0)).isEqualTo(1);
    }

    /** The pieces of a stream are its DATA frames. */
    @Test
    void aBodyOfHttp2Dribbles() throws Exception {
        ScriptedOrigin origin = server(connection -> {
            int stream = connection.request().stream();
            connection.headers(stream, false, ":status", "200", "content-length", "90");
            connection.data(stream, true, new byte[90]);
            connection.drain();
        });
        FrameClient client = client(origin);
        set("fault", "dribble n=3 total=90ms");
        client.get(1, authority(origin), "/");
        List<Integer> pieces = new ArrayList<>();
        while (pieces.stream().mapToInt(size -> size).sum() < 90) {
            pieces.add(client.await(FrameClient.DATA, 1).payload().length);
        }
        assertThat(pieces).containsExactly(30, 30, 30);
        assertThat(millis(proxy.http())).isGreaterThanOrEqualTo(90);
    }

    @Test
    void packetsAreLostAndTheRecordSaysHow() throws Exception {
        ScriptedOrigin origin = sending(3_000);
        set("fault", "loss loss=1 rtt=10ms");
        assertThat(client().send(get(origin, "/")).response().text()).hasSize(3_000);
        HttpFlow flow = proxy.http();
        assertThat(millis(flow)).as("two packets, each sent again").isGreaterThanOrEqualTo(2 * 210);
        assertThat(flow.notes().metadata().get(Notes.ODD))
                .isEqualTo(
                        "rule fault-1: 100.0 % of packets are lost, shown as pauses of 210 ms, since above TCP none is missing");
    }

    /** A client of HTTP/1 knows the end by the length, so the last byte is what can come late. */
    @Test
    void theLastByteOfABodyWithALengthIsLate() throws Exception {
        ScriptedOrigin origin = sending(100);
        set("fault", "slow_close delay=150ms");
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        client.wire().readExactly(99);
        assertThat(proxy.flows()).allMatch(flow -> flow.state() == FlowState.OPEN);
        client.wire().readExactly(1);
        assertThat(millis(proxy.http())).isGreaterThanOrEqualTo(150);
    }

    @Test
    void anEndThatWaitsIsSentOnceTheFaultIsOff() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
        });
        set("fault", "slow_close delay=1000m direction=both");
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        client.wire().readExactly("2\r\nok\r\n".length());
        assertThat(proxy.flows()).allMatch(flow -> flow.state() == FlowState.OPEN);
        set("fault");
        client.wire().readExactly("0\r\n\r\n".length());
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void theEndOfAStreamIsLate() throws Exception {
        ScriptedOrigin origin = server(connection -> {
            int stream = connection.request().stream();
            connection.headers(stream, false, ":status", "200", "content-length", "5");
            connection.data(stream, true, new byte[5]);
            connection.drain();
        });
        FrameClient client = client(origin);
        set("fault", "slow_close delay=120ms");
        client.get(1, authority(origin), "/");
        FrameClient.Frame body = client.await(FrameClient.DATA, 1);
        assertThat(body.payload()).hasSize(5);
        assertThat(body.endsStream()).isFalse();
        assertThat(client.await(FrameClient.DATA, 1).endsStream()).isTrue();
        assertThat(millis(proxy.http())).isGreaterThanOrEqualTo(120);
    }

    /** The server gets the first bytes and then nothing; the client is not answered. */
    @Test
    void aRequestIsCut() throws Exception {
        CompletableFuture<String> got = new CompletableFuture<>();
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            got.complete(connection.readToEnd());
        });
        set("fault", "limit_data bytes=40 direction=upstream");
        String head = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\nContent-Length: ";
        RawClient client = client().send(head + "100\r\n\r\n" + "x".repeat(100));
        assertThat(got.get(60, TimeUnit.SECONDS)).isEqualTo("x".repeat(40));
        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(proxy.http().error().message()).isEqualTo("cut by rule fault-1");
        assertThat(proxy.http().request().body().size()).isEqualTo(100);
    }

    @Test
    void aRequestThatIsShorterIsNotCut() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readWholeRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        set("fault", "limit_data bytes=40 direction=both");
        String head = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\nContent-Length: ";
        assertThat(client().send(head + "40\r\n\r\n" + "x".repeat(40))
                        .response()
                        .text())
                .isEqualTo("ok");
        String bodiless = get(origin, "/");
        assertThat(client().send(bodiless).response().text()).isEqualTo("ok");
    }

    @Test
    void aRequestOfHttp2IsCut() throws Exception {
        CompletableFuture<Integer> got = new CompletableFuture<>();
        ScriptedOrigin origin = server(connection -> {
            FrameServer.Request request = connection.request();
            int bytes = 0;
            FrameClient.Frame frame = connection.next();
            for (; frame.type() != FrameClient.RST_STREAM; frame = connection.next()) {
                assertThat(frame.endsStream()).isFalse();
                bytes += frame.type() == FrameClient.DATA ? frame.payload().length : 0;
            }
            assertThat(frame.stream()).isEqualTo(request.stream());
            got.complete(bytes);
            connection.drain();
        });
        FrameClient client = client(origin);
        set("fault", "limit_data bytes=7 direction=upstream");
        client.post(1, authority(origin), "/").data(1, true, new byte[20]);
        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isEqualTo(INTERNAL_ERROR);
        assertThat(got.get(60, TimeUnit.SECONDS)).isEqualTo(7);
    }

    /** The client has its first window, and no more until the time has passed. */
    @Test
    void theWindowOfAStreamIsNotOpened() throws Exception {
        ScriptedOrigin origin = server(connection -> {
            for (FrameClient.Frame frame = connection.next(); frame != null; frame = connection.next()) {
                if (frame.endsStream()) {
                    connection.ok(frame.stream());
                }
            }
        });
        FrameClient client = client(origin);
        set("fault", "|~u /starve|window_starve time=0");
        client.post(1, authority(origin), "/starve");
        for (int i = 0; i < 3; i++) {
            client.data(1, false, new byte[16_384]);
        }
        client.data(1, false, new byte[16_383]);
        client.get(3, authority(origin), "/fine");
        int opened = 0;
        FrameClient.Frame frame = client.next();
        while (frame.type() != FrameClient.HEADERS) { // of the other stream
            opened += frame.type() == FrameClient.WINDOW_UPDATE && frame.stream() == 1 ? 1 : 0;
            frame = client.next();
        }
        assertThat(frame.stream()).isEqualTo(3);
        assertThat(opened).as("window updates of the starved stream").isZero();
        set("fault");
        assertThat(client.await(FrameClient.WINDOW_UPDATE, 1)).isNotNull();
        client.data(1, true, new byte[0]);
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    @Test
    void theWindowIsOpenedWhenItsTimeHasPassed() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readWholeRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        set("fault", "window_starve time=150ms");
        String head = "POST http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n";
        assertThat(client().send(head + "data").response().text()).isEqualTo("ok");
        assertThat(millis(proxy.http())).isGreaterThanOrEqualTo(150);
        assertThat(hits(0)).isEqualTo(1);
    }

    @Test
    void aServerThatIsDownClosesAndItsTransfersStandStill() throws Exception {
        ScriptedOrigin origin = sending(5_000_000);
        set("fault", "|~u /big|bandwidth rate=8kbit");
        RawClient going = client().send(get(origin, "/big"));
        going.wire().readHead();
        going.wire().readExactly(10);
        set("fault", "down");
        assertThat(client().send(get(origin, "/")).isClosedByProxy()).isTrue();
        assertThat(((HttpFlow) proxy.ended(1).get(1)).error().message())
                .contains("down")
                .endsWith("fault-1");
        set("fault");
        assertThat(going.wire().readExactly(4_999_990)).hasSize(4_999_990);
        await().until(() -> proxy.ended(2).size() == 2);
    }
}
