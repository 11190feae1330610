package dev.steno.web.setup;

import dev.steno.flow.Endpoint;
import dev.steno.json.Json;
import dev.steno.text.ShellWord;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way to the first intercepted page: check list, lines to copy, what each kind of client needs. */
public final class SetupResource {
    private static final String ANY = "0.0.0.0:";
    private static final String ANY_6 = "[::]:";

    private final FirstContacts contacts;
    private final Supplier<Map<String, @Nullable Object>> status;
    private final Supplier<List<Endpoint>> pages;
    private final Authority authority;

    /**
     * The CA that clients must trust.
     *
     * @param fingerprint SHA-256 of the certificate, in hexadecimal
     */
    public record Authority(Path file, String fingerprint) {}

    /**
     * @param status as {@code GET /status} tells it, of which the listeners are used
     * @param pages supplies where other machines find the proxy's page without using the proxy; empty if they cannot
     */
    public SetupResource(
            FirstContacts contacts,
            Supplier<Map<String, @Nullable Object>> status,
            Supplier<List<Endpoint>> pages,
            Authority authority) {
        this.contacts = contacts;
        this.status = status;
        this.pages = pages;
        this.authority = authority;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/setup",
                "Tells how to set up a client, and what clients have done so far.",
                request -> ApiResponse.json(Json.bytes(json -> Json.value(json, setup())))));
    }

    private Map<String, @Nullable Object> setup() {
        Object listeners = status.get().get("listeners");
        String proxy = local(firstAddress(listeners));
        Map<String, @Nullable Object> setup = new LinkedHashMap<>();
        setup.put("listeners", listeners);
        setup.put("checks", contacts.checks());
        setup.put(
                "curl",
                "curl -x http://" + proxy + " --cacert "
                        + word(authority.file().toAbsolutePath().toString()) + " https://example.com/");
        setup.put("environment", List.of("eval \"$(steno env --listen " + proxy + ")\""));
        setup.put("browser", "steno browser --proxy " + proxy);
        setup.put(
                "onboarding",
                pages.get().stream()
                        .findFirst()
                        .map(page -> "http://" + page + "/")
                        .orElse("http://steno.internal/"));
        setup.put(
                "ca", Map.of("path", authority.file().toAbsolutePath().toString(), "sha256", authority.fingerprint()));
        setup.put("clients", CLIENTS);
        return setup;
    }

    /** Quotes only what must be, since people read the line. */
    private static String word(String text) {
        return text.matches("[\\w./:@%+=,-]+") ? text : ShellWord.quoted(text);
    }

    private static String firstAddress(@Nullable Object listeners) {
        if (listeners instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?> first) {
            return String.valueOf(first.get("address"));
        }
        return "127.0.0.1:8080";
    }

    /** The address by which a client of this machine reaches a listener. */
    private static String local(String address) {
        if (address.startsWith(ANY)) {
            return "127.0.0.1:" + address.substring(ANY.length());
        }
        return address.startsWith(ANY_6) ? "[::1]:" + address.substring(ANY_6.length()) : address;
    }

    private static final List<Map<String, Object>> CLIENTS = List.of(
            client(
                    "Chrome, Edge, Safari",
                    "They use the system's proxy settings and its list of authorities.",
                    "Add the CA's file to that list (docs/trusting-the-ca.md has the line for each system), then set the HTTP and HTTPS proxy."),
            client(
                    "Firefox",
                    "Settings, Network Settings: set the HTTP proxy, and use it for HTTPS as well.",
                    "Settings, Certificates, Authorities, Import: choose the CA's file, and trust it for websites."),
            client(
                    "Android",
                    "Wi-Fi, the network's settings, Proxy: Manual, this machine's address and the port.",
                    "Open http://steno.internal/ and download the certificate; Settings, Security, Install a certificate, CA certificate.",
                    "Apps trust it only if their network security configuration allows user certificates; browsers do."),
            client(
                    "iOS, iPadOS",
                    "Wi-Fi, the network's details, Configure Proxy: Manual, this machine's address and the port.",
                    "Open http://steno.internal/ in Safari and allow the profile; Settings, Profile Downloaded, Install.",
                    "Settings, General, About, Certificate Trust Settings: turn on full trust for Steno."));

    private static Map<String, Object> client(String name, String... steps) {
        return Map.of("name", name, "steps", List.of(steps));
    }
}
