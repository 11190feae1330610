package dev.steno.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * What a text must hold so that an expression can match it: a condition that never excludes a match, for indices and stores
 * that look for plain texts only. Texts are folded by {@link #fold}, on both sides. Immutable, any thread.
 */
public sealed interface Needle {

    /** Any text may match. */
    Needle ANYTHING = new Anything();

    /** No condition. */
    record Anything() implements Needle {}

    /** The text must hold this one, folded. Not empty. */
    record Text(String folded) implements Needle {}

    /** All of these. Two or more, none of them {@link #ANYTHING}. */
    record All(List<Needle> needles) implements Needle {}

    /** One of these. Two or more, none of them {@link #ANYTHING}. */
    record Any(List<Needle> needles) implements Needle {}

    /** The condition that all of them hold. */
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

    /** The condition that one of them holds. One or more. */
    static Needle any(List<Needle> needles) {
        if (needles.contains(ANYTHING)) {
            return ANYTHING;
        }
        return needles.size() == 1 ? needles.get(0) : new Any(List.copyOf(needles));
    }

    /** The condition that the text holds this one. */
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
     * The representative of all characters that ignoring case makes equal, whether by Unicode's simple case folding, as regular
     * expressions do, or by {@link String#equalsIgnoreCase}. Halves of surrogate pairs have no case here: who looks for them
     * must not count on it.
     */
    static char fold(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
