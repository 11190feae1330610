package dev.steno.rule.body;

import org.jspecify.annotations.Nullable;

/**
 * Replaces what an expression finds in a text of which only a window is known. A match is found wherever pieces of the text
 * meet, if it is not longer than the window. Of an expression that is plain text, only what may be its beginning is held
 * back; of any other, the whole window. For one text and one thread.
 */
final class TextWindow implements ChangedText {
    /** The longest match that is found wherever pieces meet, in chars. */
    private static final int WIDTH = 64 * 1024;

    private final int width;
    private final TextChange change;
    private final @Nullable String plain;
    private final StringBuilder text = new StringBuilder();
    private int undecided; // the index in the text; what is before it is context
    private int marked; // up to here the text is decided without more of it
    private boolean found;

    TextWindow(TextChange change) {
        this(change, WIDTH);
    }

    /** @param width of the window, in chars */
    TextWindow(TextChange change, int width) {
        this.width = width;
        this.change = change;
        this.plain = plain(change.what().pattern());
    }

    /** The text that an expression stands for; null if it may match others. */
    private static @Nullable String plain(String regex) {
        StringBuilder plain = new StringBuilder(regex.length());
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length() && isSign(regex.charAt(i + 1))) {
                plain.append(regex.charAt(++i));
            } else if ("\\.[]{}()*+?^$|".indexOf(c) >= 0) {
                return null;
            } else {
                plain.append(c);
            }
        }
        return plain.length() == 0 ? null : plain.toString();
    }

    private static boolean isSign(char c) {
        return c < 0x80 && c > ' ' && !Character.isLetterOrDigit(c);
    }

    @Override
    public String put(String more) {
        text.append(more);
        return take(limit(), false);
    }

    @Override
    public boolean mark() {
        marked = text.length();
        return marked > undecided;
    }

    @Override
    public String release() {
        return take(Math.max(limit(), marked), false);
    }

    @Override
    public String end() {
        return take(text.length(), true);
    }

    private int limit() {
        if (plain != null) {
            return text.length() - begun(plain);
        }
        int limit = text.length() - width;
        return limit - undecided < width ? undecided : limit; // else a window would be searched for each small piece
    }

    /** The length of the end of the text that may be the beginning of an occurrence. */
    private int begun(String sought) {
        for (int length = Math.min(sought.length() - 1, text.length() - undecided); length > 0; length--) {
            int at = text.length() - length;
            int same = 0;
            while (same < length && text.charAt(at + same) == sought.charAt(same)) {
                same++;
            }
            if (same == length) {
                return length;
            }
        }
        return 0;
    }

    private String take(int limit, boolean last) {
        if (limit <= undecided && !last) {
            return "";
        }
        String all = text.toString();
        StringBuilder out = new StringBuilder(limit - undecided + 16);
        int end = change.with().replace(change.what(), all, undecided, last ? limit + 1 : limit, out);
        if (end >= 0 && !found) {
            found = true;
            change.found().run();
        }
        int at = Math.max(end, undecided);
        if (at < limit) {
            out.append(all, at, limit);
            at = limit;
        }
        forget(at);
        return out.toString();
    }

    /** Keeps the character before the rest, since expressions can look at it. */
    private void forget(int upTo) {
        int kept = upTo == 0 ? 0 : upTo - Character.charCount(text.codePointBefore(upTo));
        text.delete(0, kept);
        undecided = upTo - kept;
        marked = Math.max(marked - kept, undecided);
    }
}
