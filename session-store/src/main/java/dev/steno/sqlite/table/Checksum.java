package dev.steno.sqlite.table;

import dev.steno.flow.Message;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.CRC32C;

/**
 * The checksums that stand beside what was recorded: CRC-32C (RFC 3720, appendix B.4), an instruction of the processor in the
 * JVM. Each is over the bytes and over what says whose they are, so that rows which changed places are noticed too. Pure.
 */
public final class Checksum {
    private Checksum() {}

    /** Of a flow's message, which holds its own number. */
    public static long ofFlow(byte[] pb) {
        CRC32C crc = new CRC32C();
        crc.update(pb, 0, pb.length);
        return crc.getValue();
    }

    /** Of a piece of a body. */
    public static long ofPiece(long body, int sequence, byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12).putLong(body).putInt(sequence).flip());
        crc.update(data, 0, data.length);
        return crc.getValue();
    }

    /** Of a row of the table {@code message}, all of its columns. */
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

    /** Whether the checksum in a column is this one; so it counts where the row has none, since its format had none. */
    public static boolean matches(ResultSet row, int column, long computed) throws SQLException {
        long said = row.getLong(column);
        return row.wasNull() || said == computed;
    }
}
