package dev.steno.net.local;

import dev.steno.addon.Addon;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import dev.steno.hold.Holding;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalExchange;
import dev.steno.local.LocalRequest;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ModeTest;
import java.util.concurrent.TimeUnit;

/** Base class for tests of a proxy that sends requests itself. */
abstract class LocalSending extends ModeTest {
    static final Notes NOTES = Notes.ofReplay(12, "2026-11-29T12:00:00Z");

    @Override
    protected Addon[] addons() {
        return new Addon[] {new Holding(() -> proxy.runtime().heldBytes().held())};
    }

    LocalClient local() {
        return closing(proxy.server().localClients().open(null));
    }

    static HttpRequest request(String version, String method, String scheme, int port, Body body, String... fields) {
        return new HttpRequest(
                method,
                scheme,
                scheme.equals("https") ? "localhost" : "127.0.0.1",
                port,
                "/path?q=1",
                version,
                Headers.of(fields),
                null,
                body,
                1,
                2);
    }

    static HttpRequest get(ScriptedOrigin origin) {
        return request("HTTP/1.1", "GET", "http", origin.port(), Body.NONE, "Host", origin.authority());
    }

    static HttpFlow ended(LocalExchange exchange) throws Exception {
        return exchange.ended().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    HttpFlow send(HttpRequest request) throws Exception {
        return ended(local().send(new LocalRequest(request, NOTES)));
    }

    static Body inline(String text) {
        return new Body.Inline(latin1(text));
    }
}
