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

/** Base class for tests of proxies whose listeners have a mode other than regular. */
public abstract class ModeTest extends TlsProxyTest {
    @TempDir
    protected Path files;

    /** Restarts the proxy with a listener for each mode, on a free port of loopback. */
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

    /** Starts a second proxy, which trusts the same origins and keeps a separate record. */
    protected RunningProxy another(java.util.function.UnaryOperator<ProxySettings> settings, Addon... addons)
            throws IOException {
        return closing(RunningProxy.startWith(home, defaults -> settings.apply(settings(defaults)), addons));
    }

    /** Writes the certificate of Steno's CA to a file. */
    protected String ca() throws IOException {
        return Files.write(files.resolve("steno.pem"), proxy.authority().pem()).toString();
    }

    /** All flows as text, for checks that something is absent from them. */
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
