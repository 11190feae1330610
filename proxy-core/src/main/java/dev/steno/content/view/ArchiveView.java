package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** The entries of a ZIP or tar archive: names and sizes. Nothing is unpacked. Stateless. */
final class ArchiveView implements ContentView {
    private static final Set<String> TYPES = Set.of(
            "application/zip",
            "application/x-zip-compressed",
            "application/java-archive",
            "application/vnd.android.package-archive",
            "application/epub+zip",
            "application/x-tar",
            "application/tar");

    /** Upper bound on the entries that are shown. */
    private static final int MOST = 10_000;

    /** An end record has a comment of at most this size. */
    private static final int LONGEST_END = 22 + 0xffff;

    private static final int TAR_BLOCK = 512;

    @Override
    public String name() {
        return "archive";
    }

    @Override
    public String syntax() {
        return "facts";
    }

    @Override
    public boolean isFor(ViewContent content) {
        String type = content.type().type();
        return (TYPES.contains(type) || type.startsWith("application/vnd.openxmlformats") || type.endsWith("+zip"))
                && isArchive(content);
    }

    @Override
    public boolean looksRight(ViewContent content) {
        return isArchive(content);
    }

    private static boolean isArchive(ViewContent content) {
        return isZip(content) || isTar(content);
    }

    private static boolean isZip(ViewContent content) {
        return content.beginsWith("PK\u0003\u0004") || content.beginsWith("PK\u0005\u0006");
    }

    private static boolean isTar(ViewContent content) {
        return content.hasAt(257, "ustar");
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        ByteBuffer data = ByteBuffer.wrap(content.data()).order(ByteOrder.LITTLE_ENDIAN);
        if (isTar(content)) {
            tar(data, out);
        } else if (isZip(content)) {
            int directory = content.whole() ? directory(data) : -1;
            if (directory >= 0) {
                entries(data, directory, out);
            } else {
                localEntries(data, out);
                out.note("the directory at the end of the archive is missing; these are the entries found so far");
            }
        } else {
            out.note("this is neither a ZIP nor a tar archive");
            PlainView.show(content, out);
        }
    }

    /** The offset of the central directory (APPNOTE 4.3.16); -1 if there is none. */
    private static int directory(ByteBuffer data) {
        for (int at = data.limit() - 22; at >= Math.max(0, data.limit() - LONGEST_END); at--) {
            if (data.getInt(at) == 0x06054b50) {
                long offset = data.getInt(at + 16) & 0xffff_ffffL;
                return offset <= at ? (int) offset : -1;
            }
        }
        return -1;
    }

    private static void entries(ByteBuffer data, int directory, ViewOutput out) {
        int at = directory;
        int count = 0;
        while (at + 46 <= data.limit() && data.getInt(at) == 0x02014b50 && count < MOST) {
            int name = data.getShort(at + 28) & 0xffff;
            int more = (data.getShort(at + 30) & 0xffff) + (data.getShort(at + 32) & 0xffff);
            if (at + 46 + name > data.limit()) {
                break;
            }
            boolean encrypted = (data.getShort(at + 8) & 1) != 0;
            entry(text(data, at + 46, name), data.getInt(at + 24), data.getInt(at + 20), encrypted, out);
            at += 46 + name + more;
            count++;
        }
        summary(count, out);
    }

    private static void localEntries(ByteBuffer data, ViewOutput out) {
        int at = 0;
        int count = 0;
        while (at + 30 <= data.limit() && data.getInt(at) == 0x04034b50 && count < MOST) {
            int name = data.getShort(at + 26) & 0xffff;
            long size = data.getInt(at + 18) & 0xffff_ffffL;
            if (at + 30 + name > data.limit()) {
                break;
            }
            boolean encrypted = (data.getShort(at + 6) & 1) != 0;
            entry(text(data, at + 30, name), data.getInt(at + 22), (int) size, encrypted, out);
            count++;
            long next = at + 30L + name + (data.getShort(at + 28) & 0xffff) + size;
            if (next >= data.limit() || (data.getShort(at + 6) & 8) != 0) {
                break; // the size follows the data, which would have to be inflated to find its end
            }
            at = (int) next;
        }
        summary(count, out);
    }

    private static void tar(ByteBuffer data, ViewOutput out) {
        long at = 0;
        int count = 0;
        while (at + TAR_BLOCK <= data.limit() && data.get((int) at) != 0 && count < MOST) {
            String name = text(data, (int) at, 100);
            long size = octal(text(data, (int) at + 124, 12));
            entry(name, size, size, false, out);
            count++;
            at += TAR_BLOCK + (size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
        }
        summary(count, out);
    }

    private static long octal(String digits) {
        String plain = digits.strip();
        return plain.matches("[0-7]{1,11}") ? Long.parseLong(plain, 8) : 0;
    }

    private static void entry(String name, long size, long packed, boolean encrypted, ViewOutput out) {
        long plain = size & 0xffff_ffffL;
        long stored = packed & 0xffff_ffffL;
        out.add(Kind.STRING, name.replace('\n', ' '))
                .add(Kind.COMMENT, String.format(Locale.ROOT, "  %,d bytes", plain));
        if (stored != plain) {
            out.add(Kind.COMMENT, String.format(Locale.ROOT, ", packed %,d", stored));
        }
        out.add(Kind.COMMENT, encrypted ? ", encrypted" : "").end();
    }

    private static void summary(int count, ViewOutput out) {
        out.note(count == 1 ? "1 entry" : String.format(Locale.ROOT, "%,d entries", count));
    }

    private static String text(ByteBuffer data, int from, int length) {
        byte[] bytes = new byte[length];
        data.get(from, bytes);
        int end = 0;
        while (end < length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
