package dev.steno.tui.app;

import dev.steno.command.CommandException;
import dev.steno.command.CommandLine;
import dev.steno.text.FileErrors;
import dev.steno.tui.data.Source;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.LineEditor;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lines that were typed, by the label of their prompt. Commands and filters are also kept in the home folder, except
 * lines that begin with a blank, and values of secret options. For the interface's thread.
 */
final class Histories {
    /** The files of those that are kept. */
    private static final Map<String, String> FILES = Map.of(":", "history-commands.txt", "/", "history-filters.txt");

    private final Desk desk;
    private final Map<String, List<String>> lines = new HashMap<>();
    private boolean failed;

    /** Begins to read those that are kept. */
    Histories(Desk desk) {
        this.desk = desk;
        FILES.forEach((label, file) -> desk.work(
                () -> {
                    try {
                        return desk.source().kept().read(file);
                    } catch (IOException e) {
                        return List.<String>of(); // told when a line cannot be added either
                    }
                },
                read -> lines.merge(label, joined(List.of(), read), (typed, kept) -> joined(kept, typed))));
    }

    /** Returns the newest lines of both, each at its last place. */
    private static List<String> joined(List<String> older, List<String> newer) {
        Set<String> all = new LinkedHashSet<>();
        for (List<String> each : List.of(older, newer)) {
            all.removeAll(each);
            all.addAll(each);
        }
        List<String> kept = List.copyOf(all);
        return kept.subList(Math.max(0, kept.size() - LineEditor.REMEMBERED), kept.size());
    }

    /** Returns the lines of a prompt, the oldest first. */
    List<String> of(String label) {
        return lines.getOrDefault(label, List.of());
    }

    /** Adds a line that was accepted. */
    void add(String label, String line) {
        if (line.isBlank() || line.startsWith(" ")) {
            return;
        }
        lines.put(label, LineEditor.remember(of(label), line));
        String file = FILES.get(label);
        if (file != null) {
            desk.work(() -> keep(file, line), this::told);
        }
    }

    /** Adds a line to those of the file, to which other processes may have added some. Returns why it cannot; else empty. */
    private String keep(String file, String line) {
        Source source = desk.source();
        try {
            if (!isSecret(line, source)) {
                source.kept().write(file, LineEditor.remember(source.kept().read(file), line));
            }
            return "";
        } catch (IOException e) {
            return "the line is not kept in " + file + ": " + FileErrors.reason(e);
        }
    }

    /** Whether a line sets a secret option, or one of which that cannot be told. */
    private static boolean isSecret(String line, Source source) {
        if (!line.startsWith("options.set ")) {
            return false;
        }
        try {
            List<String> words = CommandLine.parse(line).arguments();
            return source.control().options().stream()
                    .anyMatch(option -> option.secret() && words.contains(option.name()));
        } catch (CommandException e) {
            return true;
        }
    }

    /** Says it once, not with each line. */
    private void told(String problem) {
        if (!problem.isEmpty() && !failed) {
            failed = true;
            desk.fail(problem);
        }
    }
}
