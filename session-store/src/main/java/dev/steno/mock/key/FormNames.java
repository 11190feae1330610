package dev.steno.mock.key;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Names and values of queries and forms (https://url.spec.whatwg.org/#urlencoded-parsing). Stateless. */
final class FormNames {
    private FormNames() {}

    /** Decodes a name or value; one that is not valid stays as it is. */
    static String decode(String raw) {
        if (raw.indexOf('%') < 0 && raw.indexOf('+') < 0) {
            return raw;
        }
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return raw;
        }
    }
}
