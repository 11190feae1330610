package dev.steno.cli.hold;

import dev.steno.cli.command.Failure;
import dev.steno.cli.remote.JsonTree;
import dev.steno.cli.terminal.Console;
import dev.steno.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person does with single held messages of a WebSocket or a raw stream. */
final class HeldStream {
    private static final String BODY = "body=";

    private final HeldApi held;
    private final Console console;

    HeldStream(HeldApi held, Console console) {
        this.held = held;
        this.console = console;
    }

    /** Prints all held messages of a flow, each as a line; {@code one} alone as it is if it is not 0. */
    void show(long flow, long one) throws IOException {
        for (Map<String, @Nullable Object> message : held.messages(flow)) {
            if (one == 0) {
                console.out().print(line(message) + "\n");
            } else if (JsonTree.number(message, "number") == one) {
                console.out().write(content(message));
                return;
            }
        }
        if (one != 0) {
            throw Failure.because("message " + one + " of flow " + flow + " is not held; steno hold show " + flow
                    + " lists those that are");
        }
    }

    private static String line(Map<String, @Nullable Object> message) {
        return String.join(
                "\t",
                Long.toString(JsonTree.number(message, "number")),
                JsonTree.text(message, "from"),
                JsonTree.text(message, "kind"),
                Long.toString(JsonTree.number(message, "size")),
                Printable.line(new String(content(message), StandardCharsets.UTF_8)));
    }

    private static byte[] content(Map<String, @Nullable Object> message) {
        String coded = JsonTree.text(message, "base64");
        return coded.isEmpty()
                ? JsonTree.text(message, "text").getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(coded);
    }

    /** @param changes one, {@code body=TEXT} */
    void edit(long flow, long message, List<String> changes, boolean resume) throws IOException {
        if (changes.size() != 1 || !changes.get(0).startsWith(BODY)) {
            throw Failure.usage("a message of a stream has one change, body=TEXT");
        }
        held.editMessage(flow, message, changes.get(0).substring(BODY.length()));
        if (resume) {
            held.endMessage(flow, message, "resume");
        }
    }
}
