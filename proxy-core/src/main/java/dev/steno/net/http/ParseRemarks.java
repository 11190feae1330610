package dev.steno.net.http;

import org.jspecify.annotations.Nullable;

/**
 * Collects, for the record, remarks on messages that are malformed but unambiguous. One for each parser, on its event loop. Nothing
 * is allocated until there is a remark.
 */
public final class ParseRemarks {
    /**
     * Upper bound on the remarks for one head or trailer section, in characters: a peer must not be able to grow the
     * record without limit.
     */
    private static final int MOST = 1000;

    private final boolean strict;
    private @Nullable StringBuilder said;
    private boolean framing;

    /** @param strict whether a message with a fault is refused instead of noted */
    public ParseRemarks(boolean strict) {
        this.strict = strict;
    }

    /** A fault because of which another parser could find a different end of the message: the connection is not reused. */
    public void framing(String what) throws MalformedMessage {
        framing = true;
        odd(what);
    }

    /** A fault that cannot affect where the message ends. */
    public void odd(String what) throws MalformedMessage {
        if (strict) {
            throw new MalformedMessage(what);
        }
        note(what);
    }

    /** A fault that is accepted even if servers are parsed strictly. */
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
    public String takeRemarks() {
        if (said == null) {
            return null;
        }
        String all = said.toString();
        said = null;
        return all;
    }

    /** A part of a message as quoted in a remark: at most 60 characters, with control characters escaped. */
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
