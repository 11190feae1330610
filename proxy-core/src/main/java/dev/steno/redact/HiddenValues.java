package dev.steno.redact;

import dev.steno.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The values for which the tokens of one message stand, so that an edit of the message as it is shown becomes an edit of the
 * message as it passes. For one thread, and no longer than the edit.
 */
public final class HiddenValues {
    private final Map<String, String> values = new HashMap<>(); // by token, with quotation marks if they go with it

    HiddenValues() {}

    SecretLog log() {
        return new SecretLog() {
            @Override
            public void replaced(String secret, String written) {
                // its token follows
            }

            @Override
            public void tokenWritten(String token, String written) {
                values.putIfAbsent(token, written);
            }
        };
    }

    /**
     * Puts the values in place of their tokens.
     *
     * @param text in Unicode
     * @throws IllegalArgumentException if it has a token of another message; the message is for people
     */
    public String restore(String text) {
        StringBuilder out = new StringBuilder();
        int copied = 0;
        for (int at = Redacted.indexOf(text, 0); at >= 0; at = Redacted.indexOf(text, copied)) {
            int end = Redacted.end(text, at);
            String token = text.substring(at, end);
            boolean quotes =
                    at > copied && text.charAt(at - 1) == '"' && end < text.length() && text.charAt(end) == '"';
            String bare = quotes ? values.get('"' + token + '"') : null;
            String value = bare == null ? values.get(token) : bare;
            if (value == null) {
                throw new IllegalArgumentException("the token " + token
                        + " stands for a secret that this message does not have; write the value itself");
            }
            out.append(text, copied, bare == null ? at : at - 1).append(unicode(value));
            copied = bare == null ? end : end + 1;
        }
        return copied == 0 ? text : out.append(text, copied, text.length()).toString();
    }

    /** As {@link #restore(String)}, in bytes; those without a token stay the same array. */
    public byte[] restore(byte[] data) {
        String text = Utf8.text(data);
        if (text == null || !Redacted.hasToken(text)) {
            return data;
        }
        return restore(text).getBytes(StandardCharsets.UTF_8);
    }

    private static String unicode(String value) {
        String text = Utf8.text(value.getBytes(StandardCharsets.ISO_8859_1));
        return text == null ? value : text;
    }
}
