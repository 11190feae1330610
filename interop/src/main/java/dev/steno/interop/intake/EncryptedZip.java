package dev.steno.interop.intake;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import net.lingala.zip4j.ZipFile;
import net.lingala.zip4j.exception.ZipException;
import net.lingala.zip4j.model.FileHeader;
import org.jspecify.annotations.Nullable;

/** A ZIP file with encrypted entries, AES or ZipCrypto, which the JDK does not open. For one thread. */
final class EncryptedZip implements Closeable {
    private final String name;
    private final ZipFile zip;

    /**
     * @param name of the file in messages; a copy of what came by a pipe has another one
     * @param password null to read names only
     */
    EncryptedZip(String name, Path file, @Nullable String password) {
        this.name = name;
        zip = new ZipFile(file.toFile(), password == null ? null : password.toCharArray());
    }

    /** Returns the entries that are no folders, in the order of the file; empty if the file cannot be read. */
    List<FileHeader> entries() {
        List<FileHeader> files = new ArrayList<>();
        try {
            for (FileHeader each : zip.getFileHeaders()) {
                if (!each.isDirectory()) {
                    files.add(each);
                }
            }
        } catch (ZipException | RuntimeException e) {
            return List.of(); // not a ZIP file at all: the caller says so
        }
        return files;
    }

    /** Whether the file has an entry that needs a password. */
    boolean isEncrypted() {
        return entries().stream().anyMatch(FileHeader::isEncrypted);
    }

    /** Opens an entry. A fault of it is a {@link java.util.zip.ZipException}, as with files that are not encrypted. */
    InputStream open(FileHeader entry) throws IOException {
        try {
            return new Entry(zip.getInputStream(entry));
        } catch (ZipException e) {
            throw translated(e);
        } catch (IOException | RuntimeException e) { // of a cut file, the library throws either
            throw new java.util.zip.ZipException(entry.getFileName() + " cannot be decrypted: " + e.getMessage());
        }
    }

    private IOException translated(ZipException e) {
        if (e.getType() == ZipException.Type.WRONG_PASSWORD) {
            return new RefusedFileException(
                    "the password does not fit " + name + ", which was saved with another one", Remedy.PASSWORD);
        }
        return new java.util.zip.ZipException(e.getMessage());
    }

    private final class Entry extends FilterInputStream {
        Entry(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int n = read(one, 0, 1);
            return n < 0 ? n : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            try {
                return super.read(to, offset, length);
            } catch (ZipException e) {
                throw translated(e);
            } catch (IOException e) {
                throw e.getCause() instanceof DataFormatException ? new java.util.zip.ZipException(e.getMessage()) : e;
            } catch (RuntimeException e) {
                throw new java.util.zip.ZipException("an entry cannot be decrypted: " + e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
