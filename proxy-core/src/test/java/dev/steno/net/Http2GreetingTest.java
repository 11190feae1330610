package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Servers that send their SETTINGS early, late or never: requests do not wait for them (RFC 9113, 3.4). */
class Http2GreetingTest extends FramesProxyTest {
    /** An HTTP/2 server that sends nothing until the script does. */
    private static ScriptedOrigin.Script silent(FrameServer.Script script) {
        return connection -> {
            connection.readExactly(FrameClient.PREFACE.length);
            script.run(FrameServer.silent(connection));
        };
    }

    @Test
    void aServerThatSendsItsSettingsAfterTheFirstRequestGetsThatRequest() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                silent(server -> {
                    int stream = server.request().stream();
                    server.send(FrameClient.SETTINGS, 0, 0);
                    server.ok(stream);
                    server.ok(server.request().stream());
                    server.drain();
                }),
                "h2");
        FrameClient client = client(origin);

        assertThat(send(client, 1, "POST", origin).answer(1).body()).isEqualTo("ok");
        assertThat(send(client, 3, "POST", origin).answer(3).body()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void aCleartextServerThatSendsItsSettingsAfterTheFirstRequestGetsThatRequest() throws Exception {
        ScriptedOrigin origin = origin(silent(server -> {
            int stream = server.request().stream();
            server.send(FrameClient.SETTINGS, 0, 0);
            server.ok(stream);
            server.drain();
        }));
        FrameClient client = FrameClient.over(client().connect(origin.authority()));

        assertThat(client.request(1, true, "POST", "http://" + origin.authority() + "/")
                        .answer(1)
                        .body())
                .isEqualTo("ok");
        assertThat(origin.connections()).hasSize(1);
    }

    /** Streams that were opened before the server announced its limit are refused by the server and retried. */
    @Test
    void streamsRefusedForExceedingTheServersLimitAreRetried() throws Exception {
        int streams = 12;
        int most = 3;
        CountDownLatch all = new CountDownLatch(1);
        ScriptedOrigin origin = tlsOrigin(
                silent(server -> {
                    List<Integer> asked = new ArrayList<>();
                    if (all.getCount() > 0) {
                        for (int i = 0; i < streams; i++) {
                            asked.add(server.request().stream());
                        }
                        all.countDown();
                    }
                    server.send(FrameClient.SETTINGS, 0, 0, FrameServer.setting(3, most));
                    for (int stream : asked.subList(Math.min(most, asked.size()), asked.size())) {
                        server.reset(stream, REFUSED_STREAM);
                    }
                    for (int stream : asked.subList(0, Math.min(most, asked.size()))) {
                        server.ok(stream);
                    }
                    while (true) {
                        server.ok(server.request().stream());
                    }
                }),
                "h2");
        FrameClient client = client(origin);
        for (int i = 0; i < streams; i++) {
            send(client, 2 * i + 1, "POST", origin);
        }

        assertThat(all.await(180, TimeUnit.SECONDS)).isTrue();
        assertThat(proxy.ended(streams))
                .allSatisfy(flow -> assertThat(flow.error()).isNull());
    }

    /**
     * An HTTP/1.1 server cannot have processed a request that was sent in HTTP/2, so the request is retried in
     * HTTP/1.1.
     */
    @Test
    void aSilentCleartextServerThatClosesTheConnectionIsRetriedInHttp1() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            byte[] first = connection.readExactly(3);
            if (first[0] == 'P' && first[1] == 'R') {
                connection.readExactly(FrameClient.PREFACE.length - 3);
                FrameServer.silent(connection).request();
                return;
            }
            connection.readHead();
            connection.send(OK);
            connection.awaitEnd();
        });
        FrameClient client = FrameClient.over(client().connect(origin.authority()));

        client.request(1, true, "GET", "http://" + origin.authority() + "/");

        assertThat(client.answer(1).body()).isEqualTo("ok");
    }
}
