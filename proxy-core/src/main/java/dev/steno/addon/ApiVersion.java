package dev.steno.addon;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the API of addons. An addon names the version that it was compiled against in the manifest of its jar
 * ({@link #ATTRIBUTE}); it runs with that version and later ones of the same major number. Immutable; any thread.
 *
 * @param major raised by a change after which addons must be compiled again or changed; not negative
 * @param minor raised by an addition; not negative
 */
public record ApiVersion(int major, int minor) {
    /** The attribute in the main section of a jar's manifest, such as {@code Steno-Api: 1.0}. */
    public static final String ATTRIBUTE = "Steno-Api";

    /** The version of this Steno. */
    public static final ApiVersion CURRENT = new ApiVersion(1, 0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?");

    public ApiVersion {
        if (major < 0 || minor < 0) {
            throw new IllegalArgumentException("a version of the API is not negative: " + major + "." + minor);
        }
    }

    /** Parses {@code 1.0} or {@code 1}; empty if the text is no version. */
    public static Optional<ApiVersion> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String minor = matcher.group(2);
        return Optional.of(
                new ApiVersion(Integer.parseInt(matcher.group(1)), minor == null ? 0 : Integer.parseInt(minor)));
    }

    /** Whether an addon that was compiled against another version runs with this one. */
    public boolean runs(ApiVersion compiled) {
        return compiled.major == major && compiled.minor <= minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
