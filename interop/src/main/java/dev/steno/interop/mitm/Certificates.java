package dev.steno.interop.mitm;

import dev.steno.flow.Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of a file, which repeats them with each flow: from PEM (RFC 7468) and to it. Remembers the last
 * {@value #REMEMBERED}. For one thread.
 */
final class Certificates {
    private static final int REMEMBERED = 256;

    /** A longer text is no certificate. */
    private static final int LONGEST = 256 << 10;

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private final Map<String, Certificate> byText = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Certificate> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Map<Certificate, String> texts = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Certificate, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Returns a certificate; null if the text is none. */
    @Nullable
    Certificate read(String pem) {
        Certificate known = byText.get(pem);
        if (known != null || pem.length() > LONGEST) {
            return known;
        }
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            return null;
        }
        try {
            Certificate read =
                    new Certificate(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
            byText.put(pem, read);
            return read;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns the PEM text of a certificate. */
    String write(Certificate certificate) {
        return texts.computeIfAbsent(
                certificate, each -> BEGIN + "\n" + LINES.encodeToString(each.der()) + "\n" + END + "\n");
    }
}
