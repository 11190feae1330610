package dev.steno.pace;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import java.util.Locale;

/** Which flows share a rate. */
public enum Sharing {
    FLOW,
    CLIENT,
    HOST,
    ALL;

    public static final String ACCEPTED = "flow, client, host or all";

    /** @throws IllegalArgumentException if there is none of this name; the message says what to write */
    public static Sharing parse(String text) {
        for (Sharing one : values()) {
            if (one.label().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return one;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" does not say who shares a rate: " + ACCEPTED);
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the flows that share a rate have in common; the empty text for all flows. */
    String key(Flow flow) {
        return switch (this) {
            case CLIENT -> flow.client().address().host();
            case HOST ->
                flow instanceof HttpFlow http
                        ? http.request().host()
                        : flow instanceof TcpFlow stream ? stream.target().host() : "";
            case FLOW, ALL -> "";
        };
    }
}
