package dev.steno.fleet.read;

import dev.steno.fleet.pack.Unpacker;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of rows as they were before shippers compressed them. zstd's library is loaded with the first of them: lists of columns
 * need none. For the thread that has the connection.
 */
final class StoredBytes implements AutoCloseable {
    private final ReadConnection store;
    private @Nullable Unpacker loaded;

    StoredBytes(ReadConnection store) {
        this.store = store;
    }

    private Unpacker unpacker() throws MissingDecoder {
        Unpacker known = loaded;
        if (known == null) {
            try {
                known = new Unpacker(number -> dictionary(store, number));
            } catch (IOException e) {
                throw new MissingDecoder("a shared store cannot be read on this system: " + e.getMessage());
            }
            loaded = known;
        }
        return known;
    }

    private static byte @Nullable [] dictionary(ReadConnection store, int number) {
        try {
            PreparedStatement query = store.of("SELECT bytes FROM steno.dictionary WHERE dict = ?");
            query.setInt(1, number);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        } catch (SQLException e) {
            throw new FailedLookup(e);
        }
    }

    /**
     * Restores bytes.
     *
     * @param dictionary how they were compressed, as in the column {@code dict}
     * @param what the row, for people
     */
    byte[] restore(int dictionary, byte[] bytes, String what) throws SQLException {
        Unpacker unpacker = unpacker();
        try {
            return unpacker.unpack(dictionary, bytes);
        } catch (FailedLookup e) {
            throw e.failure();
        } catch (IOException e) {
            throw new DamagedRow(what + " is damaged: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (loaded != null) {
            loaded.close();
        }
    }
}
