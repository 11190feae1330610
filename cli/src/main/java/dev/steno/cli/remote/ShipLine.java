package dev.steno.cli.remote;

import dev.steno.text.Quantity;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The line of {@code steno status} about the shared store. Stateless. */
final class ShipLine {
    private ShipLine() {}

    /** Returns the line; empty if nothing is shipped. */
    static Optional<String> of(Map<String, @Nullable Object> shipping) {
        if (shipping.isEmpty()) {
            return Optional.empty();
        }
        String line =
                JsonTree.text(shipping, "store") + ", " + Quantity.count(JsonTree.number(shipping, "behind"), "flow")
                        + " behind" + since(JsonTree.number(shipping, "behind_seconds"));
        long refused = JsonTree.number(shipping, "refused");
        long held = JsonTree.number(shipping, "held");
        String trouble = JsonTree.text(shipping, "trouble");
        return Optional.of(line
                + (refused > 0 ? ", " + refused + " refused" : "")
                + (held > 0 ? ", " + Quantity.count(held, "response") + (held == 1 ? " waits" : " wait") : "")
                + (Boolean.TRUE.equals(shipping.get("keep_waits")) ? ", kept beyond --keep until they are shipped" : "")
                + (trouble.isEmpty() ? "" : ": " + trouble));
    }

    /** Less than two seconds is how long a flow waits for its batch. */
    private static String since(long seconds) {
        return seconds < 2 ? "" : ", for " + Quantity.duration(seconds * 1_000_000_000);
    }
}
