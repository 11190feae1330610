package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Base of the tests for all pairs of HTTP versions of clients and servers, with Steno between them. */
abstract class VersionPairsProxyTest extends ModeTest {
    static final PairMessage OK_ANSWER =
            PairMessage.of("200", "content-length: 2").body("ok");

    PairServer server;
    String authority;

    /** A client and a server with the versions of the pair. */
    PairClient between(VersionPair pair, Function<PairMessage, PairMessage> answers) throws Exception {
        server = new PairServer(answers);
        ScriptedOrigin origin = tlsOrigin(server.script(pair), pair.protocols);
        authority = "localhost:" + origin.port();
        if (pair.client == 3) {
            listen("reverse:http3://localhost:" + origin.port());
            return PairClient.http3(
                    closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20)), authority);
        }
        RawClient client = tlsClient(origin, pair.client == 2 ? "h2" : "http/1.1");
        return pair.client == 2
                ? PairClient.http2(FrameClient.over(client), authority)
                : PairClient.http1(client, authority);
    }

    PairClient between(VersionPair pair) throws Exception {
        return between(pair, request -> OK_ANSWER);
    }

    PairMessage seen() throws InterruptedException {
        PairMessage request = server.seen().poll(180, TimeUnit.SECONDS);
        assertThat(request).as("the request at the server").isNotNull();
        return request;
    }
}
