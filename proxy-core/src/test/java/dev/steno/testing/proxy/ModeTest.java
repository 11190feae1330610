package dev.steno.testing.proxy;

import dev.steno.addon.Addon;
import dev.steno.flow.Endpoint;
import dev.steno.net.mode.Listener;
import dev.steno.net.mode.ListenerSpec;
import dev.steno.net.mode.ProxyMode;
import dev.steno.net.settings.ProxySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Proxies that listen in other modes than the regular one. */
public abstract class ModeTest extends TlsProxyTest {
    @TempDir
    protected Path files;

    /** Starts the proxy anew with a listener on a free port of loopback for each mode. */
    protected void listen(String... modes) throws IOException {
        restartWith(defaults -> in(settings(defaults), modes));
    }

    public static ProxySettings in(ProxySettings settings, String... modes) {
        return settings.withListeners(Stream.of(modes)
                .map(ModeTest::mode)
                .map(mode -> new Listener(mode, new Endpoint("127.0.0.1", 0)))
                .toList());
    }

    protected static ProxyMode mode(String text) {
        return ListenerSpec.TYPE.parse(text).mode();
    }

    /** One more proxy, which trusts the same origins, and its own record. */
    protected RunningProxy another(java.util.function.UnaryOperator<ProxySettings> settings, Addon... addons)
            throws IOException {
        return closing(RunningProxy.startWith(home, defaults -> settings.apply(settings(defaults)), addons));
    }

    /** The file of Steno's CA. */
    protected String ca() throws IOException {
        return Files.write(files.resolve("steno.pem"), proxy.authority().pem()).toString();
    }

    /** Every flow as text, to look for what must not be in it. */
    protected static String everything(RunningProxy proxy) {
        return String.join(
                "\n",
                Stream.concat(proxy.flows().stream(), proxy.events().stream())
                        .map(Object::toString)
                        .toList());
    }

    protected static List<String> urls(RunningProxy proxy, int count) {
        return proxy.ended(count).stream()
                .filter(dev.steno.flow.HttpFlow.class::isInstance)
                .map(flow -> ((dev.steno.flow.HttpFlow) flow).request().url())
                .toList();
    }
}
