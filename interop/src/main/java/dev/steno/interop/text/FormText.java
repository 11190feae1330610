package dev.steno.interop.text;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bodies of forms from their parameters ({@code application/x-www-form-urlencoded}). Stateless. */
public final class FormText {
    private FormText() {}

    /**
     * Joins parameters. If all of them are percent-encoded already, they stay as they are; else all are encoded.
     *
     * @param namesAndValues in turn
     */
    public static byte[] of(List<String> namesAndValues) {
        boolean encoded = namesAndValues.stream().allMatch(FormText::isEncoded);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < namesAndValues.size(); i++) {
            if (i > 0) {
                out.append(i % 2 == 0 ? '&' : '=');
            }
            String text = namesAndValues.get(i);
            out.append(encoded ? text : java.net.URLEncoder.encode(text, StandardCharsets.UTF_8));
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a text could stand in an encoded form as it is. */
    private static boolean isEncoded(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()
                        || Character.digit(text.charAt(i + 1), 16) < 0
                        || Character.digit(text.charAt(i + 2), 16) < 0) {
                    return false;
                }
            } else if (c <= ' ' || c > '~' || c == '&' || c == '=' || c == '"' || c == '<' || c == '>') {
                return false;
            }
        }
        return true;
    }
}
