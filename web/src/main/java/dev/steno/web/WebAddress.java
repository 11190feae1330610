package dev.steno.web;

import dev.steno.option.HostPort;
import dev.steno.option.ValueType;
import java.util.Optional;

/**
 * Where the API listens, or that it does not.
 *
 * @param at empty if it is off
 */
public record WebAddress(Optional<HostPort> at) {
    private static final String OFF = "off";

    /** Reads and prints addresses. */
    public static final ValueType<WebAddress> TYPE = ValueType.of(
            "web address",
            "[HOST:]PORT",
            "off, port or host:port, such as 127.0.0.1:8081",
            WebAddress::parse,
            WebAddress::toString);

    private static WebAddress parse(String text) {
        return new WebAddress(text.equals(OFF) ? Optional.empty() : Optional.of(HostPort.parse(text)));
    }

    @Override
    public String toString() {
        return at.map(HostPort::toString).orElse(OFF);
    }
}
