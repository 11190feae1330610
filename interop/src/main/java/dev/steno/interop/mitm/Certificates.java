package dev.steno.interop.mitm;

import dev.steno.flow.Certificate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
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

    private final Map<Pem, Certificate> read = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pem, Certificate> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Map<Certificate, byte[]> written = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Certificate, byte[]> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** A text as a key. Its hash is a CRC, for which the JVM uses a processor instruction; that of a string costs a step a byte. */
    private static final class Pem {
        private final byte[] bytes;
        private final int hash;

        Pem(byte[] bytes) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, bytes.length);
            this.bytes = bytes;
            this.hash = (int) crc.getValue();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pem that && hash == that.hash && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Returns a certificate; null if the text is none. */
    @Nullable
    Certificate read(byte[] text) {
        if (text.length > LONGEST) {
            return null;
        }
        Pem key = new Pem(text);
        Certificate known = read.get(key);
        if (known == null) {
            known = parse(new String(text, StandardCharsets.ISO_8859_1));
            if (known != null) {
                read.put(key, known);
            }
        }
        return known;
    }

    private static @Nullable Certificate parse(String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            return null;
        }
        try {
            return new Certificate(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns the PEM text of a certificate; it must not be modified. */
    byte[] write(Certificate certificate) {
        return written.computeIfAbsent(
                certificate,
                each -> (BEGIN + "\n" + LINES.encodeToString(each.der()) + "\n" + END + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
