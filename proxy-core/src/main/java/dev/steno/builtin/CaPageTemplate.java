package dev.steno.builtin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template with placeholders: <code>{{name}}</code> is replaced by a value escaped for HTML, <code>{{{name}}}</code>
 * by a value as it is. Immutable.
 */
record CaPageTemplate(String text) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\{(\\w+)}}}|\\{\\{(\\w+)}}");

    /** Loads a template from the resources of this package. */
    static CaPageTemplate load(String name) {
        try (InputStream stream = CaPageTemplate.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + name + " is missing from this build of Steno");
            }
            return new CaPageTemplate(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name, e);
        }
    }

    /**
     * Returns the text with every placeholder replaced. Placeholders within values are not replaced.
     *
     * @throws IllegalArgumentException if a placeholder has no value
     */
    String fill(Map<String, String> values) {
        return PLACE.matcher(text).replaceAll(place -> {
            boolean markup = place.group(1) != null;
            String name = markup ? place.group(1) : place.group(2);
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("no value for {{" + name + "}}");
            }
            return Matcher.quoteReplacement(markup ? value : escape(value));
        });
    }

    /** The hash source of a style in a Content-Security-Policy (CSP Level 3, 2.3.1). */
    static String sha256(String style) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
