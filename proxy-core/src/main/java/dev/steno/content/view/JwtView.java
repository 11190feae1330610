package dev.steno.content.view;

import dev.steno.content.JsonTokens;
import dev.steno.content.view.Span.Kind;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A JSON Web Token (RFC 7519): header and claims. The signature is not verified. Stateless. */
public final class JwtView implements ContentView {
    private static final int LONGEST = 64 * 1024;
    private static final List<String> TIMES = List.of("iat", "nbf", "exp");

    @Override
    public String name() {
        return "jwt";
    }

    @Override
    public String label() {
        return "JWT";
    }

    @Override
    public String syntax() {
        return "json";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return content.type().type().equals("application/jwt");
    }

    @Override
    public boolean looksRight(ViewContent content) {
        return content.beginsWith("eyJ") && isToken(content.text().strip());
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        String token = content.text().strip();
        if (isToken(token)) {
            showToken(token, out);
        } else {
            out.note("this is not a JSON Web Token");
            out.block(Kind.TEXT, token);
        }
    }

    /** Whether a text is a token whose header and claims can be read. */
    public static boolean isToken(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        String[] parts = text.split("\\.", -1);
        return parts.length == 3 && isObject(decode(parts[0])) && isObject(decode(parts[1]));
    }

    private static boolean isObject(@Nullable String json) {
        return json != null && json.strip().startsWith("{");
    }

    /** Shows a text for which {@link #isToken} holds. */
    public static void showToken(String token, ViewOutput out) {
        String[] parts = token.split("\\.", -1);
        out.heading("header");
        JsonView.showText(String.valueOf(decode(parts[0])), true, out);
        String claims = String.valueOf(decode(parts[1]));
        out.heading("claims");
        JsonView.showText(claims, true, out);
        times(claims, out);
        out.note("signature of " + parts[2].length() * 3 / 4 + " bytes, not verified");
    }

    /** Shows the claims that are points in time as dates; in the token they are numbers. */
    private static void times(String claims, ViewOutput out) {
        JsonTokens tokens = new JsonTokens(claims);
        String name = "";
        JsonTokens.Kind kind;
        while ((kind = tokens.next()) != JsonTokens.Kind.END) {
            String text = claims.substring(tokens.start(), tokens.end());
            if (kind == JsonTokens.Kind.STRING) {
                name = JsonTokens.unquote(text);
            } else if (kind == JsonTokens.Kind.WORD
                    && TIMES.contains(name)
                    && text.matches("[0-9]{1,12}(\\.[0-9]*)?")) {
                try {
                    out.pair(
                            name,
                            Kind.STRING,
                            Instant.ofEpochSecond((long) Double.parseDouble(text))
                                    .toString());
                } catch (DateTimeException tooLarge) {
                    out.note(String.format(Locale.ROOT, "%s is beyond the calendar", name));
                }
            }
        }
    }

    private static @Nullable String decode(String part) {
        try {
            return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
