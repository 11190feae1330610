package dev.steno.cli.address;

import dev.steno.cli.command.Failure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subcommands whose sessions are files, and what a person does instead who gives them a store. Stateless. */
public final class FilesOnly {
    private static final String LATER = "name the session file of one of its recorders";

    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("verify", "a store checks its own pages; what a recorder sends is checked when it arrives"),
            Map.entry("compact", "a store frees the space of removed flows by itself"),
            Map.entry("merge", "a store has the flows of several recorders already"),
            Map.entry("rm", "a store removes flows by its retention, by days and by size"),
            Map.entry("save", LATER + ", whose flows can be saved"),
            Map.entry("redact", "redact the file of the recorder, or what it sends to the store"),
            Map.entry("sql", "ask a store with psql, or another client of PostgreSQL"),
            Map.entry("import", "import into a file first, then send the file to the store"),
            Map.entry("passthrough", "which clients are passed through is the state of one proxy, kept in its file"),
            Map.entry("replay", LATER),
            Map.entry("mock", LATER),
            Map.entry("open", LATER));

    private FilesOnly() {}

    /**
     * @param command the name of the subcommand
     * @param words those of Steno itself
     * @throws Failure if the subcommand is for files alone and a word is the URL of a store
     */
    public static void check(String command, List<String> words) {
        @Nullable String instead = INSTEAD.get(command);
        if (instead != null && words.stream().anyMatch(StoreUrl::is)) {
            throw Failure.usage("steno " + command + " is for session files, not for stores: " + instead);
        }
    }
}
