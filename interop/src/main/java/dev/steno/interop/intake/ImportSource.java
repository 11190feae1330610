package dev.steno.interop.intake;

import dev.steno.text.FileErrors;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import net.lingala.zip4j.model.FileHeader;
import org.jspecify.annotations.Nullable;

/**
 * A file or a pipe that is imported. A pipe is read once and in order; only formats that must be sought have it written to a
 * temporary file. For one thread.
 */
public final class ImportSource implements AutoCloseable {
    /** A server and a browser, or two tools, may each have compressed the same file. */
    private static final int LAYERS = 4;

    private final String name;
    private final ImportLimits limits;
    private @Nullable Path file;
    private @Nullable Path spool;
    private final @Nullable InputStream pipe;
    private long read;

    private ImportSource(String name, ImportLimits limits, @Nullable Path file, @Nullable InputStream pipe) {
        this.name = name;
        this.limits = limits;
        this.file = file;
        this.pipe = pipe;
    }

    /** A file or a folder. A named pipe or a device, such as the one of a process substitution of a shell, is read once. */
    public static ImportSource file(Path file, ImportLimits limits) throws IOException {
        return Files.isRegularFile(file) || Files.isDirectory(file)
                ? new ImportSource(file.toString(), limits, file, null)
                : pipe(file.toString(), new FileInputStream(file.toFile()), limits);
    }

    /**
     * A stream that cannot be sought.
     *
     * @param name in messages
     */
    public static ImportSource pipe(String name, InputStream pipe, ImportLimits limits) {
        return new ImportSource(name, limits, null, new BufferedInputStream(pipe, Preamble.LENGTH));
    }

    /** Returns the name for messages. */
    public String name() {
        return name;
    }

    /** Returns the limits. */
    public ImportLimits limits() {
        return limits;
    }

    /** Returns the size in bytes; 0 if it is unknown. */
    public long size() throws IOException {
        return file == null ? 0 : Files.size(file);
    }

    /** Returns how many bytes were read, before compression of the whole file was removed. Any thread. */
    public long bytesRead() {
        return read;
    }

    /** Returns the first bytes. The source is not consumed. */
    public Preamble preamble() throws IOException {
        byte[] raw;
        if (file != null) {
            if (Files.isDirectory(file)) {
                return new Preamble(new byte[0], true, List.of(), file);
            }
            try (InputStream in = Files.newInputStream(file)) {
                raw = in.readNBytes(Preamble.LENGTH);
            }
        } else {
            raw = peek(pipe());
        }
        byte[] start = unwrapped(raw);
        Preamble head = new Preamble(start, start == raw && raw.length < Preamble.LENGTH, List.of(), file);
        return head.isZip() ? new Preamble(start, head.whole(), entries(), file) : head;
    }

    private List<String> entries() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipFile zip = zip(seekable())) {
            var all = zip.entries();
            while (all.hasMoreElements()) {
                ZipEntry entry = all.nextElement();
                if (names.size() >= limits.entries()) {
                    throw new RefusedFileException(name + " has more than " + limits.entries()
                            + " entries, the limit of an archive; extract it and import the parts");
                }
                names.add(entry.getName());
            }
        } catch (ZipException | java.io.EOFException e) {
            return encryptedEntries();
        }
        return names;
    }

    /**
     * Opens a ZIP file whose names may be in UTF-8 or in any code page, as Windows writes them: no name is used as a path.
     *
     * @throws ZipException if it is damaged, or an entry is encrypted
     */
    static ZipFile zip(Path file) throws IOException {
        try {
            return readable(new ZipFile(file.toFile()));
        } catch (ZipException e) {
            try {
                return readable(new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1));
            } catch (IOException again) {
                e.addSuppressed(again);
                throw e;
            }
        }
    }

    /** The JDK checks names when it opens a file, but comments of entries only when it reads the entry. */
    private static ZipFile readable(ZipFile zip) throws IOException {
        try {
            zip.stream().forEach(entry -> {});
            return zip;
        } catch (IllegalArgumentException e) {
            zip.close();
            throw new ZipException("the comment of an entry is not in the encoding of the file");
        }
    }

    /** The JDK opens no ZIP file with an encrypted entry. */
    private List<String> encryptedEntries() throws IOException {
        try (EncryptedZip zip = new EncryptedZip(name, seekable(), null)) {
            return zip.entries().stream()
                    .limit(limits.entries())
                    .map(FileHeader::getFileName)
                    .toList();
        }
    }

    /**
     * Opens the source; gzip and zlib around the whole file are removed, up to {@value #LAYERS} of them. A pipe can be opened
     * once.
     */
    public InputStream open() throws IOException {
        InputStream in = new BufferedInputStream(openRaw(), Preamble.LENGTH);
        byte[] start = peek(in, 2);
        for (int layer = 0; layer < LAYERS; layer++) {
            InputStream inflating = inflating(in, start);
            if (inflating == in) {
                break;
            }
            InputStream bounded = new BoundedInflation(inflating, this::bytesRead, limits, name);
            start = partly(bounded, 2);
            // not a buffer, which would lose what it has if the compressed data ends early
            in = new SequenceInputStream(new ByteArrayInputStream(start), bounded);
        }
        return in;
    }

    /** Returns a stream without the compression that the first bytes show; the given one if they show none. */
    private static InputStream inflating(InputStream in, byte[] start) throws IOException {
        if (isGzip(start)) {
            return new GZIPInputStream(in, 1 << 16);
        }
        return isZlib(start) ? new InflaterInputStream(in) : in;
    }

    /** Opens the source as it is. A pipe can be opened once. */
    public InputStream openRaw() throws IOException {
        InputStream in = file != null ? Files.newInputStream(file) : pipe();
        read = 0;
        return new Counted(in);
    }

    /** Returns a file with the bytes of the source; of a pipe, a temporary copy, which {@link #close} removes. */
    public Path seekable() throws IOException {
        if (file == null) {
            Path copy = createCopy();
            spool = copy;
            try (InputStream in = new Counted(pipe())) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw FileErrors.isFullDisk(e) ? FileErrors.temporary(e) : e;
            }
            file = copy;
        }
        return file;
    }

    private static Path createCopy() throws IOException {
        try {
            return Files.createTempFile("steno-import-", ".tmp");
        } catch (IOException e) {
            throw FileErrors.temporary(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (pipe != null) {
            pipe.close();
        }
        if (spool != null) {
            Files.deleteIfExists(spool);
        }
    }

    private InputStream pipe() {
        if (pipe == null) {
            throw new IllegalStateException("the source is a file");
        }
        return pipe;
    }

    private static byte[] peek(InputStream in) throws IOException {
        return peek(in, Preamble.LENGTH);
    }

    private static byte[] peek(InputStream in, int length) throws IOException {
        in.mark(length + 1);
        byte[] start = in.readNBytes(length);
        in.reset();
        return start;
    }

    private static byte[] unwrapped(byte[] raw) {
        byte[] start = raw;
        try {
            for (int layer = 0; layer < LAYERS; layer++) {
                InputStream in = new ByteArrayInputStream(start);
                InputStream inflating = inflating(in, start);
                if (inflating == in) {
                    break;
                }
                start = partly(inflating, Preamble.LENGTH);
            }
        } catch (IOException e) {
            return start; // not compressed after all, or damaged: the format is recognised by these bytes
        }
        return start;
    }

    /** Reads what can be read of a stream that ends early. */
    private static byte[] partly(InputStream in, int most) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            int n;
            while (out.size() < most && (n = in.read(buffer, 0, Math.min(buffer.length, most - out.size()))) >= 0) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            return out.toByteArray(); // only the beginning was given
        }
        return out.toByteArray();
    }

    private static boolean isGzip(byte[] start) {
        return start.length >= 2 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B;
    }

    /** A zlib header (RFC 1950, 2.2) with a window of 32 KiB. */
    private static boolean isZlib(byte[] start) {
        if (start.length < 2 || start[0] != 0x78) {
            return false;
        }
        int flags = start[1] & 0xFF;
        return flags == 0x01 || flags == 0x5E || flags == 0x9C || flags == 0xDA;
    }

    /** Counts the bytes, and ends the import at the limit. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                count(1);
            }
            return b;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int n = super.read(to, offset, length);
            if (n > 0) {
                count(n);
            }
            return n;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(int n) throws IOException {
            read += n;
            if (read > limits.read()) {
                throw new DamagedFileException(
                        name + " is longer than " + limits.read() + " bytes, the limit of an import; split it");
            }
        }
    }
}
