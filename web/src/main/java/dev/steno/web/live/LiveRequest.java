package dev.steno.web.live;

import dev.steno.json.FlowIdJson;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.RequestJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message of the browser. Immutable. */
final class LiveRequest {
    /** Stands for no flow. */
    static final long NO_FLOW = 0;

    private final Map<String, @Nullable Object> members;

    private LiveRequest(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /** @throws ApiProblem 400 if the text is not one JSON object */
    static LiveRequest parse(byte[] text) {
        return new LiveRequest(RequestJson.object(text));
    }

    /** The member {@code t}; empty if it is absent. */
    String type() {
        return text("t", "");
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    String text(String name, String absent) {
        return members.get(name) instanceof String text ? text : absent;
    }

    boolean isOn(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /** A whole number, moved into the bounds. */
    long number(String name, long absent, long least, long most) {
        return members.get(name) instanceof Number number
                ? Math.max(least, Math.min(most, number.longValue()))
                : absent;
    }

    /** The number of a flow; {@link #NO_FLOW} if the member is absent or none. */
    long flow(String name) {
        return FlowIdJson.read(members.get(name)).orElse(NO_FLOW);
    }

    /** A list of texts; other values in it are left out. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    @Override
    public String toString() {
        return Objects.toString(members.get("t"));
    }
}
