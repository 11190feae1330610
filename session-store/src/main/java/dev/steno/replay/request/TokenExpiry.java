package dev.steno.replay.request;

import dev.steno.flow.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When the JSON web tokens of a request expire (RFC 7519, 4.1.4). Pure functions; no token is verified. */
public final class TokenExpiry {
    private static final Pattern TOKEN = Pattern.compile("\\beyJ[A-Za-z0-9_-]+\\.(eyJ[A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]*");
    private static final Pattern EXPIRY = Pattern.compile("\"exp\"\\s*:\\s*(\\d{1,12})");

    private TokenExpiry() {}

    /** Returns the earliest expiry of a token in Authorization or a cookie, in seconds since the epoch; empty for none. */
    public static OptionalLong earliest(Headers fields) {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.name(i);
            if (name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("Cookie")) {
                for (Matcher token = TOKEN.matcher(fields.value(i)); token.find(); ) {
                    earliest = Math.min(earliest, expiry(token.group(1)));
                }
            }
        }
        return earliest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(earliest);
    }

    private static long expiry(String claims) {
        try {
            String json = new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8);
            Matcher expiry = EXPIRY.matcher(json);
            return expiry.find() ? Long.parseLong(expiry.group(1)) : Long.MAX_VALUE;
        } catch (IllegalArgumentException e) {
            return Long.MAX_VALUE; // it only looks like a token
        }
    }
}
