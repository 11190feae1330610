package dev.steno.cli.hold;

import dev.steno.cli.command.Failure;
import dev.steno.cli.remote.JsonTree;
import dev.steno.cli.terminal.Console;
import dev.steno.json.EditText;
import dev.steno.option.ValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes one held message, in an editor or as arguments say. A change is refused if the message changed meanwhile. */
final class EditorSession {
    private final HeldApi held;
    private final Console console;

    EditorSession(HeldApi held, Console console) {
        this.held = held;
        this.console = console;
    }

    /**
     * Changes a message.
     *
     * @param changes such as {@code method=PUT}; if there are none and no body, an editor is opened
     * @param body a file with the new body; null if that stays
     * @param encoded whether the file has the message's content codings
     * @param resume whether the message is sent on then
     */
    void run(long flow, List<String> changes, @Nullable Path body, boolean encoded, boolean resume) throws IOException {
        if (changes.isEmpty() && body == null) {
            inEditor(flow);
        }
        long revision = changes.isEmpty() && body == null ? 0 : JsonTree.number(held.flow(flow), "revision");
        if (!changes.isEmpty()) {
            List<Map<String, Object>> edits = new ArrayList<>();
            for (String change : changes) {
                edits.add(operation(change));
            }
            revision = held.edit(flow, revision, edits);
        }
        if (body != null) {
            held.replaceBody(flow, revision, body, encoded);
        }
        if (resume) {
            held.resume(flow, false);
        }
    }

    private static Map<String, Object> operation(String change) {
        try {
            return EditText.operation(change);
        } catch (ValueException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private void inEditor(long flow) throws IOException {
        Map<String, @Nullable Object> raw = held.raw(flow);
        String before = JsonTree.text(raw, "text");
        String kept = HeldShow.keptLine(before);
        if (kept != null) {
            console.say(kept);
        }
        Path file = Files.createTempFile("steno-" + flow + "-", ".http");
        try {
            Files.writeString(file, before);
            open(file);
            String after = Files.readString(file, StandardCharsets.UTF_8);
            if (after.equals(before)) {
                console.say("flow " + flow + " is unchanged");
            } else {
                held.edit(flow, JsonTree.number(raw, "revision"), List.of(Map.of("op", "raw", "value", after)));
            }
        } catch (Failure e) {
            throw Failure.withCode(e.exitCode(), e.getMessage() + "; your text is in " + file);
        }
        Files.delete(file);
    }

    private void open(Path file) throws IOException {
        String editor = editor(console.environment());
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        List<String> command = windows
                ? List.of("cmd", "/c", editor, file.toString())
                : List.of("sh", "-c", editor + " \"$1\"", "steno", file.toString());
        console.out().flush();
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw Failure.because("the editor " + editor + " ended with code " + code + ", so nothing was changed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.because("interrupted while the editor was open", e);
        }
    }

    private static String editor(Map<String, String> environment) {
        for (String name : List.of("VISUAL", "EDITOR")) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                return value;
            }
        }
        return System.getProperty("os.name", "").startsWith("Windows") ? "notepad" : "vi";
    }
}
