package dev.steno.cli.help;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to write instead of a command that a user expects and Steno has not, by another name or not yet: the words of
 * other tools and of everyday language. Stateless.
 */
final class WishedCommands {
    private static final Map<String, String> ADVICE = table();

    private WishedCommands() {}

    /** The advice for a word in the place of a command, a sentence without its full stop. */
    static Optional<String> advice(String word) {
        return Optional.ofNullable(ADVICE.get(word));
    }

    private static Map<String, String> table() {
        Map<String, String> table = new HashMap<>();
        add(
                table,
                "To search in URLs: steno ls token; in bodies: steno ls '~b token'; in header lines: steno ls '~h token'",
                "search",
                "grep",
                "find",
                "filter");
        add(table, "The list of flows: steno ls", "list", "flows", "dir", "log", "history");
        add(table, "One flow: steno show 12; all of them: steno ls", "view", "cat", "get", "read", "print");
        add(table, "The newest session is used by itself; flows as they end: steno tail", "follow", "watch");
        add(
                table,
                "A request as a curl command: steno show 12 --as curl; many: steno export --format curl",
                "curl",
                "copy",
                "clip");
        add(table, "A HAR file: steno export --format har -o FILE; other formats: steno help export", "har", "dump");
        add(table, "Files of other programs: steno import FILE -o SESSION; steno merge joins sessions", "load");
        add(
                table,
                "Requests of a session are sent again by steno replay SESSION; in a Steno that runs: steno call replay.flow @12",
                "repeat",
                "resend");
        add(
                table,
                "steno prints the URL of its web interface when it starts; steno web prints one that opens it again",
                "ui",
                "gui",
                "mitmweb");
        add(
                table,
                "Messages are held with steno --intercept FILTER; steno hold lists, edits and resumes them",
                "intercept",
                "edit");
        add(
                table,
                "Rules map, answer and block requests: steno --map-remote, --map-local, --block-list; steno rules lists them",
                "map",
                "block");
        add(
                table,
                "Without a command, steno runs the proxy: steno --session work.steno",
                "proxy",
                "start",
                "record",
                "serve",
                "mitmdump",
                "mitmproxy");
        add(table, "steno stop, Ctrl-C or SIGTERM ends the proxy; what it recorded stays", "quit", "exit", "kill");
        add(table, "Flows are removed with a filter: steno rm FILE -f 'id = 12'", "delete", "remove", "clear");
        add(
                table,
                "Hosts, errors, slowest and largest: steno info; by time taken: steno ls --order duration --reverse",
                "stats",
                "slow",
                "slowest",
                "summary",
                "top");
        add(table, "Where the CA is and how to trust it: steno ca", "cert", "certs", "certificate", "trust");
        add(
                table,
                "steno --listen 0.0.0.0:8080 prints the address to open on a phone and, on a terminal, its QR code",
                "phone",
                "mobile",
                "android",
                "ios",
                "qr");
        add(table, "Options and where their values come from: steno options", "config", "settings", "set");
        add(table, "steno verify checks a session, and repairs it with --repair", "check", "repair", "fsck");
        return Map.copyOf(table);
    }

    private static void add(Map<String, String> table, String advice, String... words) {
        for (String word : words) {
            table.put(word, advice);
        }
    }
}
