package dev.steno.cli.setup;

import dev.steno.flow.Endpoint;
import dev.steno.store.SessionException;
import dev.steno.text.ShellWord;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /setup} of the API answers: the listeners, how far the first client got, lines to copy, and steps for clients.
 * Any thread; may block.
 */
public final class SetupFacts implements Supplier<Map<String, @Nullable Object>> {
    private final FirstSteps steps;
    private final List<Listening> listeners;
    private final boolean credentials;
    private final Path ca;
    private final String fingerprint;

    /**
     * A listener.
     *
     * @param mode as of {@code --mode}
     */
    public record Listening(String mode, Endpoint address) {}

    /**
     * @param credentials whether clients need a password, which is not told here
     * @param ca the certificate that clients must trust
     * @param fingerprint its SHA-256
     */
    public SetupFacts(FirstSteps steps, List<Listening> listeners, boolean credentials, Path ca, String fingerprint) {
        this.steps = steps;
        this.listeners = List.copyOf(listeners);
        this.credentials = credentials;
        this.ca = ca.toAbsolutePath();
        this.fingerprint = fingerprint;
    }

    @Override
    public Map<String, @Nullable Object> get() {
        Map<String, @Nullable Object> setup = new LinkedHashMap<>();
        setup.put(
                "listeners",
                listeners.stream()
                        .map(each -> Map.of(
                                "mode", each.mode(), "address", each.address().toString()))
                        .toList());
        try {
            setup.put("checks", steps.checks());
        } catch (SessionException e) {
            throw new UncheckedIOException(e);
        }
        setup.put("clients", ClientSteps.all(ca));
        Endpoint proxy = proxy();
        setup.put("curl", proxy == null ? null : curl(proxy));
        setup.put("environment", proxy == null ? List.of() : List.of("eval \"$(steno env --listen " + proxy + ")\""));
        setup.put("browser", "steno browser");
        setup.put("ca", Map.of("path", ca.toString(), "sha256", fingerprint));
        setup.put("onboarding", "http://steno.internal/");
        return setup;
    }

    private String curl(Endpoint proxy) {
        String user = credentials ? "USER:PASSWORD@" : "";
        return "curl -x http://" + user + proxy + " --cacert " + ShellWord.quoted(ca.toString())
                + " https://example.org/";
    }

    /** Returns the address of a listener that is an HTTP proxy, as this machine reaches it; null if there is none. */
    private @Nullable Endpoint proxy() {
        return listeners.stream()
                .filter(each -> each.mode().startsWith("regular") || each.mode().startsWith("upstream"))
                .map(Listening::address)
                .map(at -> at.host().equals("0.0.0.0") || at.host().equals("::")
                        ? new Endpoint("127.0.0.1", at.port())
                        : at)
                .findFirst()
                .orElse(null);
    }
}
