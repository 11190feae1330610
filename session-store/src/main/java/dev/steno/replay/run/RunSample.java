package dev.steno.replay.run;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A share of the requests, the same in each run. Immutable.
 *
 * @param share from 0 to 1
 * @param header the field by whose value requests are chosen or left out together; null to choose one by one
 */
public record RunSample(double share, @Nullable String header) {
    /** All requests. */
    public static final RunSample ALL = new RunSample(1, null);

    private static final Pattern FORM = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%(?::header=(.+))?");

    /**
     * Reads a sample such as {@code 10%} or {@code 10%:header=X-User}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static RunSample parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        double percent = form.matches() ? Double.parseDouble(form.group(1)) : 0;
        if (percent <= 0 || percent > 100) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no sample; it must be one such as 10%, or 10%:header=X-User");
        }
        return new RunSample(percent / 100, form.group(2));
    }

    /** Whether a request belongs to the sample. */
    boolean has(Flow flow) {
        if (share >= 1) {
            return true;
        }
        long hash = flow.id();
        String value = header == null || !(flow instanceof HttpFlow http)
                ? null
                : http.request().headers().get(header);
        if (value != null) {
            hash = 0;
            for (int i = 0; i < value.length(); i++) {
                hash = 31 * hash + value.charAt(i);
            }
        }
        return (mixed(hash) >>> 11) * 0x1p-53 < share;
    }

    /** Spreads the bits, as the finalizer of SplitMix64 does. */
    private static long mixed(long number) {
        long z = number + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
