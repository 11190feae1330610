package dev.steno.fleet.pack;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import dev.steno.natives.ZstdLibrary;
import java.io.IOException;

/** Compresses messages of flows and pieces of bodies for a shared store. For one thread; close it. */
public final class Packer implements AutoCloseable {
    /** Saves 2 % of the bytes more than the fastest for about the same time, as it looks for longer matches; 3 takes half more. */
    private static final int LEVEL = 2;

    /** Shorter ones are stored as they are. */
    private static final int SHORTEST = 64;

    private final ZstdDictCompress dictionary;
    private final ZstdCompressCtx withDictionary;
    private final ZstdCompressCtx alone;

    /** @throws IOException if zstd's library does not load on this system */
    public Packer() throws IOException {
        ZstdLibrary.load();
        dictionary = new ZstdDictCompress(FlowDictionary.bytes(), LEVEL);
        withDictionary = new ZstdCompressCtx();
        alone = new ZstdCompressCtx();
        withDictionary.setLevel(LEVEL).loadDict(dictionary).setChecksum(true);
        alone.setLevel(LEVEL).setChecksum(true);
    }

    /** Compresses the message of a flow. */
    public Packed message(byte[] pb) {
        return smaller(pb, FlowDictionary.NUMBER, withDictionary);
    }

    /** Compresses a piece of a body. */
    public Packed piece(byte[] data) {
        return smaller(data, Packed.ALONE, alone);
    }

    private static Packed smaller(byte[] bytes, int dictionary, ZstdCompressCtx by) {
        if (bytes.length >= SHORTEST) {
            byte[] compressed = by.compress(bytes);
            if (compressed.length < bytes.length - bytes.length / 16) {
                return new Packed(dictionary, compressed);
            }
        }
        return new Packed(Packed.PLAIN, bytes);
    }

    @Override
    public void close() {
        withDictionary.close();
        alone.close();
        dictionary.close();
    }
}
