package dev.steno.fleet.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.steno.natives.ZstdLibrary;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decompresses what {@link Packer} compressed, of this version of the program or another. For one thread; close it. */
public final class Unpacker implements AutoCloseable {
    /** Largest result, in bytes; the limit of a row of a session. */
    private static final int MOST = 64 << 20;

    /** Finds the dictionaries of a store. */
    @FunctionalInterface
    public interface Dictionaries {
        /** Returns the bytes of the table {@code dictionary}; null if it has no such row. Called once for each number. */
        byte @Nullable [] dictionary(int number) throws IOException;
    }

    private final Dictionaries dictionaries;
    private final Map<Integer, ZstdDecompressCtx> contexts = new HashMap<>();

    /** @throws IOException if zstd's library does not load on this system */
    public Unpacker(Dictionaries dictionaries) throws IOException {
        ZstdLibrary.load();
        this.dictionaries = dictionaries;
    }

    /**
     * Returns the bytes as they were.
     *
     * @throws IOException if they are damaged, or need a dictionary that the store lacks. Its message is a main clause that
     *     says what is wrong with them
     */
    public byte[] unpack(int dictionary, byte[] bytes) throws IOException {
        if (dictionary == Packed.PLAIN) {
            return bytes;
        }
        long size = bytes.length == 0 ? -1 : Zstd.getFrameContentSize(bytes);
        if (size < 0) {
            throw new IOException("it does not begin with a frame of zstd that tells its size (RFC 8878)");
        }
        if (size > MOST) {
            throw new IOException("it claims to have " + size + " bytes, and the limit is " + MOST);
        }
        try {
            return context(dictionary).decompress(bytes, (int) size);
        } catch (ZstdException e) {
            throw new IOException("zstd cannot decompress it (" + e.getMessage() + ")", e);
        }
    }

    private ZstdDecompressCtx context(int dictionary) throws IOException {
        ZstdDecompressCtx known = contexts.get(dictionary);
        if (known != null) {
            return known;
        }
        byte[] bytes = dictionary == Packed.ALONE ? null : dictionaries.dictionary(dictionary);
        if (bytes == null && dictionary != Packed.ALONE) {
            throw new IOException("it needs dictionary " + dictionary + ", which the shared store lacks");
        }
        ZstdDecompressCtx made = new ZstdDecompressCtx();
        if (bytes != null) {
            made.loadDict(bytes);
        }
        contexts.put(dictionary, made);
        return made;
    }

    @Override
    public void close() {
        contexts.values().forEach(ZstdDecompressCtx::close);
    }
}
