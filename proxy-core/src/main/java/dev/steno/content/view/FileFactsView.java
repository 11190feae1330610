package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What kind of file content is, by its first bytes: documents, fonts, programs, compressed files, media. Stateless.
 */
final class FileFactsView implements ContentView {
    private static final Pattern PAGES = Pattern.compile("/Type\\s*/Page[^s]");

    /** Upper bound on the bytes of a document in which pages are counted. */
    private static final int SEARCHED = 4 << 20;

    @Override
    public String name() {
        return "file";
    }

    @Override
    public String syntax() {
        return "facts";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return !content.type().isText() && facts(content) != null;
    }

    @Override
    public boolean looksRight(ViewContent content) {
        return facts(content) != null;
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        String facts = facts(content);
        if (facts == null) {
            out.note("the first bytes are of no known kind of file");
        } else {
            String size = String.format(
                    Locale.ROOT, content.whole() ? ", %,d bytes" : ", the first %,d bytes", content.data().length);
            out.add(Kind.TEXT, facts + size).end();
        }
        ContentViews.hexadecimal(256).show(content, out);
    }

    private static @Nullable String facts(ViewContent content) {
        byte[] data = content.data();
        if (data.length < 8) {
            return null;
        }
        ByteBuffer big = ByteBuffer.wrap(data);
        ByteBuffer little = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        if (content.beginsWith("%PDF-")) {
            return "PDF document, version " + printable(data, 5, 8) + pages(data);
        } else if (content.beginsWith("\0asm")) {
            return "WebAssembly module, version " + Integer.toUnsignedString(little.getInt(4));
        } else if (content.beginsWith("wOFF") || content.beginsWith("wOF2")) {
            return (data[3] == '2' ? "WOFF2" : "WOFF") + " font"
                    + (data.length < 14 ? "" : " of " + (big.getShort(12) & 0xffff) + " tables");
        } else if (content.beginsWith("\0\u0001\0\0") || content.beginsWith("OTTO")) {
            int tables = big.getShort(4) & 0xffff;
            return tables == 0 || tables > 100
                    ? null
                    : (data[0] == 'O' ? "OpenType" : "TrueType") + " font of " + tables + " tables";
        } else if (content.beginsWith("\u007fELF")) {
            return "ELF program or library, " + (data[4] == 2 ? "64" : "32") + " bits";
        } else if (content.beginsWith("MZ") && data.length > 64 && isWindows(content, little)) {
            return "Windows program or library";
        } else if (content.beginsWith("\u00cf\u00fa\u00ed\u00fe") || content.beginsWith("\u00ce\u00fa\u00ed\u00fe")) {
            return "macOS program or library";
        } else if (content.beginsWith("\u00ca\u00fe\u00ba\u00be")) {
            int major = big.getShort(6) & 0xffff;
            return major >= 45 ? "Java class, version " + major : "macOS program or library";
        }
        return packed(content);
    }

    private static @Nullable String packed(ViewContent content) {
        if (content.beginsWith("\u001f\u008b\u0008")) {
            return "gzip file";
        } else if (content.beginsWith("BZh")) {
            return "bzip2 file";
        } else if (content.beginsWith("\u00fd7zXZ\0")) {
            return "xz file";
        } else if (content.beginsWith("(\u00b5/\u00fd")) {
            return "Zstandard file";
        } else if (content.beginsWith("7z\u00bc\u00af'\u001c")) {
            return "7-Zip archive";
        } else if (content.beginsWith("Rar!\u001a\u0007")) {
            return "RAR archive";
        } else if (content.beginsWith("SQLite format 3\0")) {
            return "SQLite database";
        } else if (content.beginsWith("OggS")) {
            return "Ogg audio or video";
        } else if (content.beginsWith("ID3")) {
            return "MP3 audio";
        } else if (content.beginsWith("fLaC")) {
            return "FLAC audio";
        } else if (content.beginsWith("\u001aE\u00df\u00a3")) {
            return "Matroska or WebM video";
        } else if (content.hasAt(4, "ftyp")) {
            return "MP4 audio or video, brand " + printable(content.data(), 8, 12);
        } else if (content.beginsWith("RIFF") && content.hasAt(8, "WAVE")) {
            return "WAV audio";
        }
        return null;
    }

    private static boolean isWindows(ViewContent content, ByteBuffer little) {
        int header = little.getInt(60);
        return header > 0 && header < content.data().length && content.hasAt(header, "PE\0\0");
    }

    private static String pages(byte[] data) {
        String text = new String(data, 0, Math.min(data.length, SEARCHED), StandardCharsets.ISO_8859_1);
        Matcher page = PAGES.matcher(text);
        int count = 0;
        while (page.find()) {
            count++;
        }
        return count == 0 ? "" : count == 1 ? ", 1 page" : ", " + count + " pages";
    }

    private static String printable(byte[] data, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < Math.min(to, data.length); i++) {
            text.append(data[i] > ' ' && data[i] < 0x7f ? (char) data[i] : '.');
        }
        return text.toString();
    }
}
