package dev.steno.interop.json;

/**
 * What a scanned string consists of. Immutable.
 *
 * @param chars number of code points
 * @param wide whether one is above U+00FF
 * @param lone whether there are surrogates without their other half; each is three bytes in the UTF-8
 * @param broken whether it was not valid UTF-8: from the first such byte on, each byte is a character of ISO 8859-1
 */
public record TextTraits(long chars, boolean wide, boolean lone, boolean broken) {
    /** Those of an empty string. */
    public static final TextTraits EMPTY = new TextTraits(0, false, false, false);

    /** Returns those of this string with another one behind it. */
    public TextTraits and(TextTraits next) {
        return new TextTraits(chars + next.chars, wide || next.wide, lone || next.lone, broken || next.broken);
    }
}
