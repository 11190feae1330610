package dev.steno.mcp.tool;

import dev.steno.redact.Redacted;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls of the running Steno, and its JSON. Stateless. */
final class RunningCalls {
    private RunningCalls() {}

    /** @throws ToolFailure if no Steno records the session */
    static RunningSteno find(RunningSteno.Finder finder) throws ToolFailure, IOException {
        return finder.find()
                .orElseThrow(
                        () -> new ToolFailure("no Steno that takes commands records this session: start one with steno"
                                + " run -w SESSION, with this home folder and without --web off"));
    }

    /**
     * Refuses values with tokens: a token would be sent or stored in place of the secret that it stands for.
     *
     * @param value texts, and lists and maps of them
     */
    static void refuseTokens(@Nullable Object value) throws ToolFailure {
        if (value instanceof String text && Redacted.hasToken(text)) {
            throw new ToolFailure(
                    "a value has a token that stands for a secret; Steno cannot put the secret in its place:"
                            + " leave that field out, or ask a person to run steno mcp --reveal");
        }
        if (value instanceof List<?> list) {
            for (Object each : list) {
                refuseTokens(each);
            }
        }
        if (value instanceof Map<?, ?> map) {
            for (Object each : map.values()) {
                refuseTokens(each);
            }
        }
    }

    /** Runs a command of the running Steno, and returns its value. */
    static @Nullable Object command(RunningSteno steno, String name, List<String> arguments) throws IOException {
        return object(steno.post("/commands/" + name, Map.of("arguments", arguments)))
                .get("value");
    }

    /** Returns a value as an object; empty if it is none. */
    @SuppressWarnings("unchecked") // the reader of JSON creates maps with these types only
    static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    /** Returns the objects of a list; empty if the value is none. */
    static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(RunningCalls::object).toList()
                : List.of();
    }

    /** Returns a member as a text; empty if there is none. */
    static String text(Map<String, @Nullable Object> object, String name) {
        Object value = object.get(name);
        return value == null ? "" : value.toString();
    }
}
