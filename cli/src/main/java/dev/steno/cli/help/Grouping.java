package dev.steno.cli.help;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The headings under which help pages list options and commands. Stateless. */
final class Grouping {
    /** The heading of what no table names, so that nothing is missing on a page. */
    static final String OTHER = "Other";

    /** The heading of what every command has. */
    static final String GENERAL = "General";

    private static final Map<String, List<String>> OPTIONS = options();
    private static final Map<String, List<String>> COMMANDS = commands();

    private Grouping() {}

    /** Sorts the long names of options, without their dashes, under headings; a heading without a name is left out. */
    static Map<String, List<String>> ofOptions(Collection<String> names) {
        return sort(names, OPTIONS);
    }

    /** Sorts names of commands under headings; a heading without a name is left out. */
    static Map<String, List<String>> ofCommands(Collection<String> names) {
        return sort(names, COMMANDS);
    }

    private static Map<String, List<String>> sort(Collection<String> names, Map<String, List<String>> table) {
        Map<String, List<String>> sorted = new LinkedHashMap<>();
        List<String> left = new ArrayList<>(names);
        table.forEach((heading, members) -> {
            List<String> present = members.stream().filter(left::contains).toList();
            left.removeAll(present);
            if (!present.isEmpty()) {
                sorted.put(heading, present);
            }
        });
        if (!left.isEmpty()) {
            sorted.put(OTHER, left);
        }
        return sorted;
    }

    private static Map<String, List<String>> options() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        table.put(
                "Record",
                List.of(
                        "session",
                        "keep",
                        "body-limit",
                        "durability",
                        "on-store-failure",
                        "text-index",
                        "session-options",
                        "redact",
                        "redact-at"));
        table.put("Listen", List.of("listen", "mode", "proxy-auth", "keep-host", "keep-alt-svc", "keep-half-closed"));
        table.put(
                "What is decrypted",
                List.of("allow-hosts", "ignore-hosts", "auto-pass-through", "auto-pass-through-after"));
        table.put(
                "Hold and change",
                List.of(
                        "intercept",
                        "intercept-active",
                        "intercept-timeout",
                        "intercept-on-timeout",
                        "intercept-body",
                        "intercept-memory",
                        "intercept-messages",
                        "rules",
                        "rules-body",
                        "map-remote",
                        "rewrite-back",
                        "map-local",
                        "modify-headers",
                        "modify-body",
                        "block-list",
                        "allow-list",
                        "anticache",
                        "anticomp",
                        "sticky-cookie",
                        "sticky-cookie-keep",
                        "sticky-auth",
                        "upstream-auth",
                        "throttle",
                        "fault",
                        "script",
                        "script-option",
                        "script-timeout",
                        "js",
                        "exec",
                        "exec-timeout",
                        "fail-closed",
                        "client-replay",
                        "client-replay-concurrency"));
        table.put(
                "Answer from sessions",
                List.of(
                        "server-replay",
                        "server-replay-extra",
                        "server-replay-reuse",
                        "server-replay-refresh",
                        "server-replay-use-headers",
                        "server-replay-ignore-content",
                        "server-replay-ignore-params",
                        "server-replay-ignore-payload-params",
                        "server-replay-ignore-host",
                        "server-replay-ignore-port",
                        "mock-mode",
                        "mock-filter",
                        "mock-order",
                        "mock-repeat",
                        "mock-per-client",
                        "mock-latency",
                        "mock-interim",
                        "mock-pace",
                        "mock-websocket",
                        "mock-loose",
                        "mock-match-query-order",
                        "mock-content",
                        "mock-ignore-json",
                        "mock-cors-preflight",
                        "mock-keep-state",
                        "mock-fallback-after",
                        "mock-older-than"));
        table.put("Trust", List.of("upstream-ca", "insecure", "client-certs", "ca-cert", "ca-key", "key-type"));
        table.put(
                "TLS and HTTP",
                List.of(
                        "tls-version-client-min",
                        "tls-version-client-max",
                        "tls-version-server-min",
                        "tls-version-server-max",
                        "ciphers-client",
                        "ciphers-server",
                        "http2-always",
                        "http2-ping",
                        "strict-servers"));
        table.put(
                "Time limits", List.of("connect-timeout", "header-timeout", "idle-timeout", "write-timeout", "grace"));
        table.put(
                "Output",
                List.of(
                        "detail",
                        "show",
                        "tui",
                        "color",
                        "quiet",
                        "verbose",
                        "debug",
                        "log-file",
                        "log-file-size",
                        "log-file-count",
                        "ready-file",
                        "trace",
                        "trace-frames"));
        table.put("Shared store", List.of("ship", "ship-bodies", "ship-filter", "ship-secrets", "ship-index"));
        table.put("Web interface", List.of("web", "open", "web-host", "web-behind-proxy", "web-files", "proto"));
        table.put(GENERAL, List.of("home", "addons", "addon", "set", "help"));
        return table;
    }

    private static Map<String, List<String>> commands() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        table.put("Record", List.of("run", "exec", "browser", "env", "mock"));
        table.put("Look at a session", List.of("ls", "tail", "show", "tui", "info", "sql", "diff", "mcp"));
        table.put("Send again", List.of("replay"));
        table.put("Change a session", List.of("save", "merge", "redact", "rm", "compact", "verify", "passthrough"));
        table.put("Files of other tools", List.of("import", "export", "open"));
        table.put("Many proxies, one record", List.of("ship", "store"));
        table.put("A Steno that runs", List.of("web", "hold", "status", "rules", "call", "stop"));
        table.put(
                "Set up and help",
                List.of("ca", "options", "commands", "addons", "script", "help", "completion", "version"));
        return table;
    }
}
