package dev.steno.builtin;

import dev.steno.flow.Endpoint;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request to the page says of its visitor: the address at which it reached the proxy, and its system. Immutable.
 *
 * @param host the proxy's address or name as the visitor may use it, an IPv6 literal in brackets
 * @param agent the visitor's User-Agent; empty if it sent none
 */
record ProxyVisit(String host, int port, String agent) {
    /** A Host field without a character that has a meaning in a script or in markup. */
    private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]+)?");

    /** The sections of the page; a section is open for visitors whose User-Agent has one of its words. */
    private static final Map<String, List<String>> SECTIONS = Map.of(
            "windows", List.of("Windows"),
            "macos", List.of("Macintosh"),
            "linux", List.of("X11", "Linux x86_64", "Linux aarch64", "CrOS"),
            "debian", List.of("Ubuntu", "Debian"),
            "fedora", List.of("Fedora", "Red Hat"),
            "ios", List.of("iPhone", "iPad", "iPod"),
            "android", List.of("Android"),
            "firefox", List.of("Firefox/"),
            "chromium", List.of("X11; Linux x86_64) AppleWebKit", "X11; Linux aarch64) AppleWebKit"),
            "curl", List.of("curl/", "git/", "Wget/"));

    static ProxyVisit of(HttpFlow flow) {
        HttpRequest request = flow.request();
        Endpoint local = flow.client().local();
        int port = local == null ? 8080 : local.port();
        String agent = request.headers().get("User-Agent");
        String named = isDirect(flow) ? request.headers().get("Host") : null;
        Matcher authority = AUTHORITY.matcher(named == null ? "" : named);
        String host = authority.matches() ? authority.group(1) : local == null ? "127.0.0.1" : inBrackets(local.host());
        return new ProxyVisit(host, port, agent == null ? "" : agent);
    }

    private static String inBrackets(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** Whether a request is for the proxy itself, by the address at which its client reached it. */
    static boolean isDirect(HttpFlow flow) {
        Endpoint local = flow.client().local();
        HttpRequest request = flow.request();
        // In transparent mode the client's end is the server's address.
        if (local == null
                || request.port() != local.port()
                || flow.client().modeName().equals("transparent")) {
            return false;
        }
        boolean same = request.host().equals(local.host())
                || (isLoopback(local.host()) && request.host().equalsIgnoreCase("localhost"));
        return same && request.scheme().equals("http");
    }

    /** Whether only the proxy's machine can use this address. */
    boolean isLoopback() {
        return isLoopback(host);
    }

    private static boolean isLoopback(String host) {
        return host.startsWith("127.")
                || host.equalsIgnoreCase("localhost")
                || Set.of("::1", "[::1]", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]")
                        .contains(host);
    }

    /** The page's address. */
    String url() {
        return "http://" + host + ":" + port + "/";
    }

    /**
     * The proxy's auto-configuration. It has no fallback: without Steno, requests fail instead of bypassing it
     * unnoticed.
     */
    String pac() {
        return "function FindProxyForURL(url, host) {\n  return \"PROXY " + host + ":" + port + "\";\n}\n";
    }

    /** Adds the values of the page's template. */
    void describe(Map<String, String> values) {
        values.put("proxy", host + ":" + port);
        values.put("proxyHost", host);
        values.put("proxyPort", Integer.toString(port));
        values.put("pac", url() + "proxy.pac");
        SECTIONS.forEach(
                (section, words) -> values.put(section, words.stream().anyMatch(agent::contains) ? " open" : ""));
    }
}
