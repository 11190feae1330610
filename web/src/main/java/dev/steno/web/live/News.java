package dev.steno.web.live;

import dev.steno.json.Json;
import dev.steno.log.EventLog;
import dev.steno.option.OptionSpec;
import dev.steno.option.Options;
import dev.steno.web.api.StatusResource;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What every page is told of the running Steno, as it is at one moment: the status, how long the log is, and the options.
 * Immutable.
 */
final class News {
    private final byte[] status;
    private final long lines;
    private final long errors;
    private final Map<String, String> options;

    private News(byte[] status, long lines, long errors, Map<String, String> options) {
        this.status = status;
        this.lines = lines;
        this.errors = errors;
        this.options = options;
    }

    /** What news are read from. */
    record Sources(StatusResource.Source status, EventLog log, Options options) {}

    /** Reads the news; may block. */
    static News read(Sources from) {
        Map<String, @Nullable Object> members = from.status().status();
        byte[] status = message("status", json -> members.forEach((name, value) -> Json.property(json, name, value)));
        Map<String, String> options = new TreeMap<>();
        for (OptionSpec option : from.options().all()) {
            options.put(option.name(), option.current());
        }
        return new News(status, from.log().newest(), from.log().errors(), options);
    }

    /**
     * Sends what differs.
     *
     * @param before the news that the page has; null for none
     */
    void tell(@Nullable News before, Outlet to) {
        if (before == null || !Arrays.equals(status, before.status)) {
            to.send(status);
        }
        long moreErrors = errors - (before == null ? 0 : before.errors);
        long moreLines = lines - (before == null ? lines : before.lines);
        if (moreErrors > 0) {
            to.send(log("error", moreErrors));
        } else if (moreLines > 0) {
            to.send(log("info", moreLines));
        }
        if (before != null && !options.equals(before.options)) {
            TreeSet<String> changed = new TreeSet<>();
            options.forEach((name, value) -> {
                if (!value.equals(before.options.get(name))) {
                    changed.add(name);
                }
            });
            to.send(message(
                    "opt",
                    json -> Json.property(json, "changed", changed.stream().toList())));
        }
    }

    private static byte[] log(String level, long count) {
        return message("log", json -> {
            json.writeStringProperty("level", level);
            json.writeNumberProperty("count", count);
        });
    }

    private interface Members {
        void write(JsonGenerator json);
    }

    private static byte[] message(String type, Members members) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("t", type);
            members.write(json);
            json.writeEndObject();
        });
    }
}
