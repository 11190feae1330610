package dev.steno.cli.hold;

import dev.steno.cli.remote.JsonTree;
import dev.steno.cli.terminal.Console;
import dev.steno.json.Json;
import dev.steno.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints held messages: for a person, as tab-separated fields in a pipe, or as JSON. */
final class HeldPrinter {
    private final Console console;
    private final boolean json;

    HeldPrinter(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    void list(List<Map<String, @Nullable Object>> held) {
        Instant now = Instant.now();
        for (Map<String, @Nullable Object> one : held) {
            console.out().print((json ? line(one) : console.isTerminal() ? row(one, now) : fields(one)) + "\n");
        }
        if (held.isEmpty()) {
            console.say("nothing is held; steno call options.set intercept FILTER holds what matches");
        }
    }

    /** Prints a held flow if it is to be printed as JSON; false if not. */
    boolean printed(HeldApi held, long flow) throws IOException {
        if (json) {
            console.out().println(line(held.flow(flow)));
        }
        return json;
    }

    private static String line(Map<String, @Nullable Object> value) {
        return new String(Json.bytes(out -> Json.value(out, value)), StandardCharsets.UTF_8);
    }

    private static String fields(Map<String, @Nullable Object> one) {
        long status = JsonTree.number(one, "status");
        return String.join(
                "\t",
                Long.toString(HeldApi.id(one)),
                text(one, "point"),
                text(one, "method"),
                text(one, "url"),
                status == 0 ? "" : Long.toString(status),
                text(one, "since"),
                text(one, "deadline"),
                text(one, "why"));
    }

    private static String row(Map<String, @Nullable Object> one, Instant now) {
        long status = JsonTree.number(one, "status");
        String deadline = text(one, "deadline");
        String method = text(one, "method");
        return String.format("%6d  %-13s  ", HeldApi.id(one), text(one, "point"))
                + (method.isEmpty() ? "" : method + " ") + text(one, "url") + (status == 0 ? "" : " " + status)
                + ", held for "
                + seconds(Instant.parse(text(one, "since")), now)
                + (deadline.isEmpty() ? "" : ", for another " + seconds(now, Instant.parse(deadline)))
                + " (" + text(one, "why") + ")";
    }

    private static String seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds()) + " s";
    }

    private static String text(Map<String, @Nullable Object> one, String name) {
        return Printable.line(JsonTree.text(one, name));
    }
}
