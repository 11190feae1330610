package dev.steno.rule.network;

import dev.steno.addon.Addon;
import dev.steno.builtin.IgnoredHosts;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.Rules;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.FramesProxyTest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Base of the tests of rules on networks. */
abstract class NetworkProxyTest extends FramesProxyTest {
    protected final Rules rules = new Rules();

    @Override
    protected Addon[] addons() {
        return new Addon[] {new IgnoredHosts(), rules};
    }

    protected void set(String kind, String... texts) {
        proxy.options.set(kind, proxy.options.require(kind).join(List.of(texts)));
    }

    /** A server that answers each request with a body of this size. */
    protected ScriptedOrigin sending(int size) throws IOException {
        String body = "x".repeat(size);
        return origin(connection -> {
            while (connection.readRequest() != null) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n" + body);
            }
        });
    }

    protected static long millis(HttpFlow flow) {
        return TimeUnit.NANOSECONDS.toMillis(flow.duration());
    }

    protected long hits(int rule) {
        return rules.list().get(rule).tally().hits();
    }
}
