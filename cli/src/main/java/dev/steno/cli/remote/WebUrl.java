package dev.steno.cli.remote;

import dev.steno.cli.command.Failure;
import dev.steno.flow.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** URLs that open the web interface of a running Steno. Stateless; blocks. */
public final class WebUrl {
    private WebUrl() {}

    /** Returns a URL for the Steno that listens at an address; empty if none is found, or it has no web interface. */
    public static Optional<String> of(Path home, Endpoint proxy) throws IOException {
        Optional<RunningProxy> found = RunningProxy.in(home).stream()
                .filter(each -> each.web().isPresent() && each.addresses().contains(proxy.toString()))
                .findFirst();
        try {
            return found.isPresent() ? Optional.of(of(found.get())) : Optional.empty();
        } catch (Failure e) {
            return Optional.empty(); // the pages can be opened all the same
        }
    }

    /**
     * Returns a URL with a new code, which is good once.
     *
     * @throws Failure if the API is off or refuses
     */
    public static String of(RunningProxy proxy) throws IOException {
        Object made = ApiClient.of(proxy).post("/login/codes", Map.of());
        return proxy.web().orElseThrow() + "#login=" + JsonTree.text(JsonTree.object(made), "code");
    }
}
