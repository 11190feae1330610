package dev.steno.sqlite.file;

import dev.steno.store.SessionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Refuses names of files that cannot be, or are not meant as, sessions. Stateless. */
final class FileName {
    /**
     * Upper bound on the bytes of a session's absolute path. SQLite's limit is 512 (unixOpen in os_unix.c), with the
     * ending of its journal; the files beside a session have endings of up to 15 bytes.
     */
    static final int BYTES = 512 - "-backup-v9999".length() - "-journal".length();

    private static final Map<String, String> FOREIGN = foreign();

    private static Map<String, String> foreign() {
        Map<String, String> what = new HashMap<>();
        add(what, "a script; --script FILE.java runs those in Java", "py", "js", "java", "sh", "cmd", "bat", "ps1");
        add(what, "a file of mitmproxy", "flow", "mitm");
        add(what, "a HAR file; steno export --format har writes one", "har");
        add(what, "a table, which steno sql --csv prints", "csv", "tsv", "xls", "xlsx");
        add(what, "JSON, which steno ls --json --headers prints", "json", "jsonl", "ndjson");
        add(what, "a text", "txt", "log", "md", "xml", "html", "htm", "yaml", "yml", "toml");
        add(
                what,
                "an archive; compress the session when it is complete",
                "gz",
                "zip",
                "tgz",
                "tar",
                "xz",
                "zst",
                "bz2",
                "7z");
        add(what, "a certificate or key", "pem", "crt", "cer", "key", "p12");
        add(what, "a packet capture", "pcap", "pcapng");
        return what;
    }

    private static void add(Map<String, String> all, String what, String... endings) {
        for (String ending : endings) {
            all.put(ending, what);
        }
    }

    private FileName() {}

    /**
     * Checks the name of a session to record or to save to.
     *
     * @param given as the user wrote it
     * @param file the absolute path
     */
    static void check(Path given, Path file) throws SessionException {
        checkLength(given, file);
        if (!FileCheck.isNew(file)) {
            return;
        }
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String what = name.length() > ending.length() ? FOREIGN.get(ending) : null;
        if (what != null) {
            throw new SessionException(given + " cannot be a new session: a name that ends in ." + ending
                    + " is that of " + what + "; name a session file here (-s is --session), such as work.steno");
        }
    }

    /** Checks the length of a path. */
    static void checkLength(Path given, Path file) throws SessionException {
        int bytes = file.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > BYTES) {
            throw new SessionException("the path of the session " + given + " has " + bytes + " bytes, and SQLite opens"
                    + " files whose path has at most " + BYTES + "; give a file in a folder with a shorter path");
        }
    }
}
