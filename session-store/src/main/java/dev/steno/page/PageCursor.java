package dev.steno.page;

import dev.steno.filter.Order;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The place after a flow in an order: its key and its number. Immutable.
 *
 * @param key as of {@link dev.steno.view.index.FlowKey}; empty in the order of time, which is that of the numbers
 */
public record PageCursor(Order order, boolean reverse, byte[] key, long flow) {

    /** Returns the text that clients hand back; only {@link #parse} knows what it means. */
    public String text() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String place = order.label() + (reverse ? "-" : "+") + flow + "." + base64.encodeToString(key);
        return base64.encodeToString(place.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the place; empty if the text is not one of {@link #text}. */
    public static Optional<PageCursor> parse(String text) {
        try {
            String place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            int sign = Math.max(place.indexOf('+'), place.indexOf('-'));
            int dot = place.indexOf('.', sign);
            return Optional.of(new PageCursor(
                    Order.valueOf(place.substring(0, sign).toUpperCase(Locale.ROOT)),
                    place.charAt(sign) == '-',
                    Base64.getUrlDecoder().decode(place.substring(dot + 1)),
                    Long.parseLong(place.substring(sign + 1, dot))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Returns the order of two places, by their keys and then their numbers; as of views. */
    static int compare(byte[] key, long flow, byte[] otherKey, long other) {
        int byKey = Arrays.compareUnsigned(key, otherKey);
        return byKey != 0 ? byKey : Long.compare(flow, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PageCursor that
                && order == that.order
                && reverse == that.reverse
                && flow == that.flow
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(flow) * 31 + Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return text();
    }
}
