package dev.steno.page;

import dev.steno.filter.Order;
import dev.steno.store.Place;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page begins in an order: behind a flow, by its key and its place. Immutable.
 *
 * @param key as of {@link dev.steno.view.index.FlowKey}; empty in the order of time, which is that of the places
 * @param place of the flow; in other orders than that of time, only its number counts
 */
public record PageCursor(Order order, boolean reverse, byte[] key, Place place) {
    private static final Pattern PARTS =
            Pattern.compile("(?<order>[a-z]+)(?<sign>[+-])(?<flow>-?\\d+)@(?<started>-?\\d+)\\.(?<key>.*)");

    /** Returns the text that clients hand back; only {@link #parse} knows what it means. */
    public String text() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String text = order.label() + (reverse ? "-" : "+") + place.flow() + "@" + place.started() + "."
                + base64.encodeToString(key);
        return base64.encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the cursor; empty if the text is not one of {@link #text}. */
    public static Optional<PageCursor> parse(String text) {
        try {
            Matcher part = PARTS.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (!part.matches()) {
                return Optional.empty();
            }
            return Optional.of(new PageCursor(
                    Order.valueOf(part.group("order").toUpperCase(Locale.ROOT)),
                    part.group("sign").equals("-"),
                    Base64.getUrlDecoder().decode(part.group("key")),
                    new Place(Long.parseLong(part.group("started")), Long.parseLong(part.group("flow")))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the order of two flows, by their keys and then their numbers; as of views. */
    static int compare(byte[] key, long flow, byte[] otherKey, long other) {
        int byKey = Arrays.compareUnsigned(key, otherKey);
        return byKey != 0 ? byKey : Long.compare(flow, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PageCursor that
                && order == that.order
                && reverse == that.reverse
                && place.equals(that.place)
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return place.hashCode() * 31 + Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return text();
    }
}
