package dev.steno.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A necessary condition for an expression to match a text: every matching text fulfils it, but a text that fulfils it
 * need not match. For indices and stores that can search only for plain texts, and to skip the search of an expression, which
 * takes about a hundred times as long. Both the condition and the text are folded by {@link #fold}. Immutable, any thread.
 */
public sealed interface Needle {

    /** Any text may match. */
    Needle ANYTHING = new Anything();

    /** Whether a text, which need not be folded, fulfils this condition. */
    boolean isIn(String text);

    /** No condition. */
    record Anything() implements Needle {
        @Override
        public boolean isIn(String text) {
            return true;
        }
    }

    /** The text must contain this one, which is folded and not empty. */
    record Text(String folded) implements Needle {
        /** Characters outside the BMP, and surrogates that are no part of one. */
        private static final Pattern SUPPLEMENTARY = Pattern.compile("[^\\x{0}-\\x{D7FF}\\x{E000}-\\x{FFFF}]");

        @Override
        public boolean isIn(String text) {
            int length = folded.length();
            char first = folded.charAt(0);
            for (int start = 0, last = text.length() - length; start <= last; start++) {
                if (fold(text.charAt(start)) == first) {
                    int i = 1;
                    while (i < length && fold(text.charAt(start + i)) == folded.charAt(i)) {
                        i++;
                    }
                    if (i == length) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** The text must fulfil all of these conditions. At least two, none of them {@link #ANYTHING}. */
    record All(List<Needle> needles) implements Needle {
        @Override
        public boolean isIn(String text) {
            for (Needle needle : needles) {
                if (!needle.isIn(text)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The text must fulfil at least one of these conditions. At least two, none of them {@link #ANYTHING}. */
    record Any(List<Needle> needles) implements Needle {
        @Override
        public boolean isIn(String text) {
            for (Needle needle : needles) {
                if (needle.isIn(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The condition that all the given conditions are fulfilled. */
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

    /** The condition that at least one of the given conditions is fulfilled; at least one must be given. */
    static Needle any(List<Needle> needles) {
        if (needles.contains(ANYTHING)) {
            return ANYTHING;
        }
        return needles.size() == 1 ? needles.get(0) : new Any(List.copyOf(needles));
    }

    /**
     * The condition that the text contains this one: of a text with characters outside the BMP, the parts between them, since
     * surrogates are not folded.
     */
    static Needle text(String text) {
        if (text.isEmpty()) {
            return ANYTHING;
        }
        if (text.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            return all(Text.SUPPLEMENTARY.splitAsStream(text).map(Needle::text).toList());
        }
        char[] folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = fold(folded[i]);
        }
        return new Text(new String(folded));
    }

    /**
     * The representative of all characters that are equal ignoring case, whether by Unicode's simple case folding, as
     * in regular expressions, or by {@link String#equalsIgnoreCase}. Surrogates are not folded, so {@link #text}
     * leaves out characters outside the BMP.
     */
    static char fold(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
