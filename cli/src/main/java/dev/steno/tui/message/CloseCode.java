package dev.steno.tui.message;

import java.util.Map;

/** The meanings of the status codes with which WebSockets are closed (RFC 6455, 7.4.1, and IANA's registry). Stateless. */
final class CloseCode {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1000, "normal closure"),
            Map.entry(1001, "going away"),
            Map.entry(1002, "protocol error"),
            Map.entry(1003, "unsupported data"),
            Map.entry(1005, "no code was sent"),
            Map.entry(1006, "ended without a Close frame"),
            Map.entry(1007, "invalid payload"),
            Map.entry(1008, "policy violation"),
            Map.entry(1009, "message too big"),
            Map.entry(1010, "extension required"),
            Map.entry(1011, "internal error"),
            Map.entry(1012, "service restart"),
            Map.entry(1013, "try again later"),
            Map.entry(1014, "bad gateway"),
            Map.entry(1015, "TLS handshake failed"));

    private CloseCode() {}

    /** Returns the code with its meaning, if it has one: {@code 1000 normal closure}. */
    static String of(int code) {
        String name = NAMES.getOrDefault(code, "");
        return name.isEmpty() ? Integer.toString(code) : code + " " + name;
    }
}
