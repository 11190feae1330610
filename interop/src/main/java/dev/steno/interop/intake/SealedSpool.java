package dev.steno.interop.intake;

import dev.steno.text.FileErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Parts of bodies that wait until their flows are known, in a temporary file that nothing can read afterwards: it is encrypted
 * (AES, counter mode) under a key that only this process's memory has. The file is emptied whenever no body waits. For one
 * thread, which may block.
 */
final class SealedSpool implements AutoCloseable {
    private static final int KEY_BYTES = 16;

    private final SecretKeySpec key;
    private final Map<Long, Deque<Part>> bodies = new HashMap<>();
    private @Nullable FileChannel file;
    private long end;
    private long parts; // never used twice for a counter block

    private record Part(long at, int length, long number) {}

    SealedSpool() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, "AES");
    }

    /** Adds the next part of a body. */
    void add(long body, byte[] data) throws IOException {
        try {
            append(body, data);
        } catch (IOException e) {
            throw FileErrors.temporary(e);
        }
    }

    private void append(long body, byte[] data) throws IOException {
        FileChannel to = file;
        if (to == null) {
            Path path = Files.createTempFile("steno-import-", ".sealed");
            to = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            file = to;
        }
        Part part = new Part(end, data.length, parts++);
        ByteBuffer sealed = ByteBuffer.wrap(crypt(data, part.number));
        while (sealed.hasRemaining()) {
            end += to.write(sealed, end);
        }
        bodies.computeIfAbsent(body, first -> new ArrayDeque<>()).add(part);
    }

    boolean has(long body) {
        return bodies.containsKey(body);
    }

    /** Returns the bytes of a body, which are forgotten when the stream is closed. */
    InputStream take(long body) {
        Deque<Part> waiting = bodies.getOrDefault(body, new ArrayDeque<>());
        return new InputStream() {
            private byte[] part = {};
            private int at;

            @Override
            public int read() throws IOException {
                return fill() ? part[at++] & 0xFF : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                if (!fill()) {
                    return -1;
                }
                int count = Math.min(length, part.length - at);
                System.arraycopy(part, at, into, offset, count);
                at += count;
                return count;
            }

            private boolean fill() throws IOException {
                while (at == part.length && !waiting.isEmpty()) {
                    part = open(waiting.remove());
                    at = 0;
                }
                return at < part.length;
            }

            @Override
            public void close() throws IOException {
                forget(body);
            }
        };
    }

    private void forget(long body) throws IOException {
        bodies.remove(body);
        FileChannel from = file;
        if (bodies.isEmpty() && from != null) {
            from.truncate(0);
            end = 0;
        }
    }

    private byte[] open(Part part) throws IOException {
        FileChannel from = file;
        ByteBuffer sealed = ByteBuffer.allocate(part.length);
        while (from != null && sealed.hasRemaining()) {
            if (from.read(sealed, part.at + sealed.position()) < 0) {
                throw new IOException("the temporary file of the import was cut by another program");
            }
        }
        return crypt(sealed.array(), part.number);
    }

    private byte[] crypt(byte[] data, long number) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            byte[] block =
                    ByteBuffer.allocate(16).putLong(number).array(); // the lower half counts the blocks of a part
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(block));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    @Override
    public void close() throws IOException {
        bodies.clear();
        if (file != null) {
            file.close();
        }
    }
}
