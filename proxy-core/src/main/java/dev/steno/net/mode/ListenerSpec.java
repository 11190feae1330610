package dev.steno.net.mode;

import dev.steno.option.HostPort;
import dev.steno.option.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * One listener as the user gives it: {@code MODE[:DATA][@[HOST:]PORT]}.
 *
 * @param at its address; null for the default
 */
public record ListenerSpec(ProxyMode mode, @Nullable HostPort at) {
    /** Reads and prints listeners. {@link ValueType#show} omits passwords. */
    public static final ValueType<ListenerSpec> TYPE = new ListenerType();

    /** The text form without passwords. */
    @Override
    public String toString() {
        return ListenerType.text(mode, at);
    }
}
