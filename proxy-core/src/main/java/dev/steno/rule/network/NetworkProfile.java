package dev.steno.rule.network;

import dev.steno.pace.Rate;
import dev.steno.rule.spec.RuleException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A network as clients meet it. Immutable.
 *
 * @param upDelay before a request goes on, in nanoseconds
 * @param downDelay before a response goes on, in nanoseconds
 * @param loss the part of packets that is lost, 0 to 1
 * @param nameDelay before the address of a name is known, in nanoseconds
 */
record NetworkProfile(Rate down, Rate up, long upDelay, long downDelay, double loss, long nameDelay) {
    /** The networks that browsers and systems offer for tests, by their names. */
    private enum Preset {
        OFFLINE(Rate.NOTHING, Rate.NOTHING, 0, 0, 0, 0),
        SLOW_3G(Rate.ofKbit(500), Rate.ofKbit(500), 0, 400, 0, 0),
        SLOW_4G(Rate.ofKbit(1_600), Rate.ofKbit(750), 0, 150, 0, 0),
        FAST_4G(Rate.ofKbit(9_000), Rate.ofKbit(1_500), 0, 60, 0, 0),
        THREE_G(Rate.ofKbit(780), Rate.ofKbit(330), 100, 100, 0, 0),
        DSL(Rate.ofKbit(2_000), Rate.ofKbit(256), 5, 5, 0, 0),
        LTE(Rate.ofKbit(50_000), Rate.ofKbit(10_000), 65, 50, 0, 0),
        VERY_BAD(Rate.ofKbit(1_000), Rate.ofKbit(1_000), 500, 500, 0.1, 3000),
        NONE(Rate.UNLIMITED, Rate.UNLIMITED, 0, 0, 0, 0);

        private final NetworkProfile profile;

        Preset(Rate down, Rate up, long upMillis, long downMillis, double loss, long nameMillis) {
            profile = new NetworkProfile(
                    down,
                    up,
                    TimeUnit.MILLISECONDS.toNanos(upMillis),
                    TimeUnit.MILLISECONDS.toNanos(downMillis),
                    loss,
                    TimeUnit.MILLISECONDS.toNanos(nameMillis));
        }

        String label() {
            return this == THREE_G ? "3g" : name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The names of the networks. */
    static List<String> names() {
        return Arrays.stream(Preset.values()).map(Preset::label).toList();
    }

    /** The network of this name; null if there is none. */
    static @Nullable NetworkProfile named(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(Preset.values())
                .filter(preset -> preset.label().equals(wanted))
                .findFirst()
                .map(preset -> preset.profile)
                .orElse(null);
    }

    boolean isOffline() {
        return down.equals(Rate.NOTHING) && up.equals(Rate.NOTHING);
    }

    /**
     * Reads rates and a latency.
     *
     * @param down empty for no limit
     * @param up empty for no limit
     * @param latency added to each exchange before its response; empty for none
     */
    static NetworkProfile of(String down, String up, String latency) {
        return new NetworkProfile(
                rate(down), rate(up), 0, latency.isBlank() ? 0 : Attributes.nanos("latency", latency), 0, 0);
    }

    private static Rate rate(String text) {
        try {
            return text.isBlank() ? Rate.UNLIMITED : Rate.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RuleException(String.valueOf(e.getMessage()));
        }
    }
}
