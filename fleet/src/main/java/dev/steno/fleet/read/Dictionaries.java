package dev.steno.fleet.read;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Restores bytes that shippers compressed (zstd, RFC 8878), with the dictionaries of the store, which never change. For one
 * thread at a time.
 */
final class Dictionaries implements AutoCloseable {
    private static final int AS_THEY_ARE = 0;
    private static final int WITHOUT_DICTIONARY = -1;

    /** Upper bound on what one row may become; the bound of a session's row is below it. */
    private static final long MOST = 256L << 20;

    private final Map<Integer, ZstdDictDecompress> known = new HashMap<>();
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();

    /**
     * Restores bytes.
     *
     * @param dictionary 0 if they are as they were, -1 if they were compressed without a dictionary, else its number
     * @param what the row, for people
     */
    byte[] restore(ReadConnection store, int dictionary, byte[] bytes, String what) throws SQLException {
        if (dictionary == AS_THEY_ARE) {
            return bytes;
        }
        ZstdDictDecompress with = dictionary == WITHOUT_DICTIONARY ? null : dictionary(store, dictionary, what);
        long size = Zstd.getFrameContentSize(bytes);
        if (size < 0 || size > MOST) {
            throw new DamagedRow(what + " is damaged: its compressed bytes do not tell a size that can be");
        }
        try {
            context.reset();
            if (with != null) {
                context.loadDict(with);
            }
            return context.decompress(bytes, (int) size);
        } catch (ZstdException e) {
            throw new DamagedRow(what + " is damaged: its bytes cannot be decompressed");
        }
    }

    private ZstdDictDecompress dictionary(ReadConnection store, int number, String what) throws SQLException {
        ZstdDictDecompress found = known.get(number);
        if (found != null) {
            return found;
        }
        PreparedStatement query = store.of("SELECT bytes FROM steno.dictionary WHERE dict = ?");
        query.setInt(1, number);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new DamagedRow(what + " cannot be read: the store lacks its dictionary " + number);
            }
            ZstdDictDecompress read = new ZstdDictDecompress(row.getBytes(1));
            known.put(number, read);
            return read;
        }
    }

    @Override
    public void close() {
        context.close();
        known.values().forEach(ZstdDictDecompress::close);
    }
}
