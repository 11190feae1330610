package dev.steno.interop.intake;

import java.util.Locale;
import java.util.Optional;

/** The versions of HTTP as tools name them. Stateless. */
public final class HttpVersions {
    private HttpVersions() {}

    /**
     * Returns the version as flows name it: {@code HTTP/1.0}, {@code HTTP/1.1}, {@code HTTP/2.0} or {@code HTTP/3}; empty
     * if the text names none, so that it must be guessed.
     */
    public static Optional<String> known(String named) {
        String text = named.strip().toLowerCase(Locale.ROOT);
        String number = text.startsWith("http/") ? text.substring(5) : text;
        return switch (number) {
            case "1.0" -> Optional.of("HTTP/1.0");
            case "1.1", "1" -> Optional.of("HTTP/1.1");
            case "2", "2.0", "h2", "h2c" -> Optional.of("HTTP/2.0");
            case "3", "3.0", "h3" -> Optional.of("HTTP/3");
            // a draft of HTTP/3, or of the protocol that it came from: h3-29, 2.0+quic/46
            default ->
                number.startsWith("h3-") || number.startsWith("3-") || number.contains("quic")
                        ? Optional.of("HTTP/3")
                        : number.startsWith("spdy") ? Optional.of("HTTP/2.0") : Optional.empty();
        };
    }
}
