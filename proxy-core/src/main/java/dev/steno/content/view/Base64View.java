package dev.steno.content.view;

import dev.steno.content.BodyText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A body that is base64 as a whole (RFC 4648, 4 and 5): decoded, and shown by the view that suits it. Stateless. */
final class Base64View implements ContentView {
    private static final int SHORTEST = 24;

    /** The bytes by which content is tested. */
    private static final int PROBED = 4096;

    private final BiConsumer<ViewContent, ViewOutput> nested;

    /** @param nested shows the decoded content by the view that suits it */
    Base64View(BiConsumer<ViewContent, ViewOutput> nested) {
        this.nested = nested;
    }

    @Override
    public String name() {
        return "base64";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return false;
    }

    /** A word or a number in hexadecimal is base64 as well: so what it decodes to must be text, or of a known format. */
    @Override
    public boolean looksRight(ViewContent content) {
        byte[] data = content.data();
        int digits = 0;
        int capitals = 0;
        int small = 0;
        int seen = Math.min(data.length, PROBED);
        for (int i = 0; i < seen; i++) {
            byte b = data[i];
            digits += b >= '0' && b <= '9' ? 1 : 0;
            capitals += b >= 'A' && b <= 'Z' ? 1 : 0;
            small += b >= 'a' && b <= 'z' ? 1 : 0;
            if (!isOfAlphabet(b) && b != '\r' && b != '\n') {
                return false;
            }
        }
        if (seen < SHORTEST || digits == 0 || capitals == 0 || small == 0) {
            return false;
        }
        byte[] decoded = decode(new String(data, 0, seen - seen % 4, StandardCharsets.ISO_8859_1));
        return decoded != null && decoded.length > 0 && (BodyText.looksLikeText(decoded) || isKnown(decoded));
    }

    private static boolean isOfAlphabet(byte b) {
        return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || "+/-_=".indexOf(b) >= 0;
    }

    private static boolean isKnown(byte[] decoded) {
        ViewContent content = ViewContent.of(decoded, null);
        return ImageFacts.of(content) != null
                || content.beginsWith("PK\u0003\u0004")
                || content.beginsWith("%PDF-")
                || content.beginsWith("\u001f\u008b");
    }

    private static byte @Nullable [] decode(String text) {
        String plain = text.replace("\r", "").replace("\n", "");
        boolean forUrls = plain.indexOf('-') >= 0 || plain.indexOf('_') >= 0;
        try {
            return (forUrls ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(plain);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        String text = new String(content.data(), StandardCharsets.ISO_8859_1).strip();
        String usable = content.whole() ? text : text.substring(0, text.length() - text.length() % 4);
        byte[] decoded = decode(usable);
        if (decoded == null) {
            out.note("this is not base64");
            PlainView.show(content, out);
            return;
        }
        out.note(String.format("%,d bytes, decoded from base64", decoded.length));
        nested.accept(new ViewContent(decoded, null, content.whole(), null), out);
    }
}
