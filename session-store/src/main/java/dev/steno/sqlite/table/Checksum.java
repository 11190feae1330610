package dev.steno.sqlite.table;

import dev.steno.flow.FlowEdit;
import dev.steno.flow.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.CRC32C;

/**
 * The checksums stored with recorded data: CRC-32C (RFC 3720, appendix B.4), for which the JVM uses a processor
 * instruction. Each covers the data and its key, so that swapped rows are detected too. Pure functions.
 */
public final class Checksum {
    private Checksum() {}

    /** Returns the checksum of a flow's encoded form, which contains its number. */
    public static long ofFlow(byte[] pb) {
        CRC32C crc = new CRC32C();
        crc.update(pb, 0, pb.length);
        return crc.getValue();
    }

    /** Returns the checksum of a row of the table {@code revision}, over all columns. */
    static long ofRevision(long flow, FlowEdit edit, byte[] pb) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(20)
                .putLong(flow)
                .putInt(edit.number())
                .putLong(edit.time())
                .flip());
        crc.update((edit.by() + '\0' + edit.what()).getBytes(StandardCharsets.UTF_8));
        crc.update(pb, 0, pb.length);
        return crc.getValue();
    }

    /** Returns the checksum of a chunk of a body. */
    public static long ofPiece(long body, int sequence, byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12).putLong(body).putInt(sequence).flip());
        crc.update(data, 0, data.length);
        return crc.getValue();
    }

    /** Returns the checksum of a row of the table {@code message}, over all columns. */
    static long of(Message message) {
        ByteBuffer columns = ByteBuffer.allocate(36)
                .putLong(message.flow())
                .putLong(message.sequence())
                .putLong(message.time())
                .putLong(message.trueSize())
                .put((byte) (message.direction().isFromClient() ? 1 : 0))
                .put((byte) message.kind().number())
                .put((byte) (message.last() ? 1 : 0))
                .put((byte) message.edit().number());
        CRC32C crc = new CRC32C();
        crc.update(columns.flip());
        crc.update(message.data(), 0, message.data().length);
        return crc.getValue();
    }

    /**
     * Returns whether a checksum column has the computed value. NULL matches too, since older formats had no checksums.
     */
    public static boolean matches(ResultSet row, int column, long computed) throws SQLException {
        long said = row.getLong(column);
        return row.wasNull() || said == computed;
    }
}
