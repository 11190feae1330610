package dev.steno.web.api;

import dev.steno.content.BodyText;
import dev.steno.content.ContentType;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A captured page as it is sent for a preview, in UTF-8. Its Content-Security-Policy blocks scripts and requests, but
 * not that a browser connects to a server without a request: Chromium does so for {@code link rel=preconnect}
 * (https://github.com/w3c/webappsec-csp/issues/107), and for a frame before it looks at the policy. So elements that
 * name other documents get names without a meaning; what they would load is blocked anyway. Stateless.
 */
final class PreviewPage {
    private static final Pattern LEADING_ELSEWHERE = Pattern.compile(
            "<(?=(?:a|area|base|embed|fencedframe|form|frame|iframe|link|meta|object|portal)[\\s/>])",
            Pattern.CASE_INSENSITIVE);

    /** A charset that a page declares (HTML, 4.2.5.4), within the bytes in which browsers look for it. */
    private static final Pattern META =
            Pattern.compile("<meta[^>]{0,200}charset\\s*=\\s*[\"']?([A-Za-z0-9._-]{1,40})", Pattern.CASE_INSENSITIVE);

    private static final int DECLARED_WITHIN = 1024;

    private PreviewPage() {}

    /** @param type the value of Content-Type */
    static byte[] of(byte[] page, String type, boolean whole) {
        String text = BodyText.of(page, ContentType.parse(type).charset() == null ? declared(page) : type, whole);
        return LEADING_ELSEWHERE.matcher(text).replaceAll("<x-").getBytes(StandardCharsets.UTF_8);
    }

    private static String declared(byte[] page) {
        int length = Math.min(page.length, DECLARED_WITHIN);
        Matcher meta = META.matcher(new String(page, 0, length, StandardCharsets.ISO_8859_1));
        if (meta.find()) {
            try {
                return "text/html; charset=" + Charset.forName(meta.group(1)).name();
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                return "text/html";
            }
        }
        return "text/html";
    }
}
