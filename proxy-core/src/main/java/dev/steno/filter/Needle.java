package dev.steno.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * A condition that a text must fulfil for an expression to match it; it never excludes a match. For indices and stores
 * that can search for plain texts only. Both sides are folded by {@link #fold}. Immutable, any thread.
 */
public sealed interface Needle {

    /** Any text may match. */
    Needle ANYTHING = new Anything();

    /** No condition. */
    record Anything() implements Needle {}

    /** The text must contain this one, folded. Not empty. */
    record Text(String folded) implements Needle {}

    /** All of these. At least two, none of them {@link #ANYTHING}. */
    record All(List<Needle> needles) implements Needle {}

    /** Any of these. At least two, none of them {@link #ANYTHING}. */
    record Any(List<Needle> needles) implements Needle {}

    /** The condition that all of them are fulfilled. */
    static Needle all(List<Needle> needles) {
        List<Needle> kept = new ArrayList<>();
        for (Needle needle : needles) {
            if (needle instanceof All all) {
                kept.addAll(all.needles());
            } else if (!(needle instanceof Anything)) {
                kept.add(needle);
            }
        }
        return kept.isEmpty() ? ANYTHING : kept.size() == 1 ? kept.get(0) : new All(List.copyOf(kept));
    }

    /** The condition that any of them is fulfilled. At least one. */
    static Needle any(List<Needle> needles) {
        if (needles.contains(ANYTHING)) {
            return ANYTHING;
        }
        return needles.size() == 1 ? needles.get(0) : new Any(List.copyOf(needles));
    }

    /** The condition that the text contains this one. */
    static Needle text(String text) {
        if (text.isEmpty()) {
            return ANYTHING;
        }
        char[] folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = fold(folded[i]);
        }
        return new Text(new String(folded));
    }

    /**
     * The representative of all characters that are equal ignoring case, whether by Unicode's simple case folding, as
     * in regular expressions, or by {@link String#equalsIgnoreCase}. A surrogate has no case here, so callers must not
     * search for characters outside the BMP by their halves.
     */
    static char fold(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
