package dev.steno.net.http;

import org.jspecify.annotations.Nullable;

/**
 * Collects, for the record, what was odd about a message that has one reading all the same. One for each parser, on its event
 * loop; nothing is allocated while nothing is odd.
 */
public final class ParseRemarks {
    /** Upper bound of remarks for one head or trailer section, in characters: a peer must not grow the record without limit. */
    private static final int MOST = 1000;

    private final boolean strict;
    private @Nullable StringBuilder said;
    private boolean framing;

    /** @param strict whether what is odd is refused instead of noted */
    public ParseRemarks(boolean strict) {
        this.strict = strict;
    }

    /** Odd in a way that another reader could take for another end of the message: the connection is not used again. */
    public void framing(String what) throws MalformedMessage {
        framing = true;
        odd(what);
    }

    /** Odd, but irrelevant for where the message ends. */
    public void odd(String what) throws MalformedMessage {
        if (strict) {
            throw new MalformedMessage(what);
        }
        note(what);
    }

    /** Odd, and accepted also where servers are read strictly. */
    public void note(String what) {
        if (said == null) {
            said = new StringBuilder(what);
        } else if (said.length() < MOST && said.indexOf(what) < 0) {
            said.append("; ").append(what);
        }
    }

    /** Whether the framing of any message so far was odd. */
    public boolean isFraming() {
        return framing;
    }

    /** The remarks since the last call; null if there are none. */
    @Nullable
    public String take() {
        if (said == null) {
            return null;
        }
        String all = said.toString();
        said = null;
        return all;
    }

    /** A part of a message as a remark quotes it: short, and without control characters. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length() && i < 60; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                out.append(String.format("\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append(text.length() > 60 ? "…\"" : "\"").toString();
    }
}
