package dev.steno.sqlite.ship;

import dev.steno.codec.CodecException;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.CertificateTable;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.sqlite.table.RevisionTable;
import dev.steno.store.SessionException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What belongs to flows and is sent apart from their rows: their decoded form, chunks of bodies, messages, edits. For the thread of the shipper. */
public final class SpoolContent {
    private final SpoolFile file;
    private final CertificateTable.Reader certificates;

    SpoolContent(SpoolFile file, CertificateTable.Reader certificates) {
        this.file = file;
        this.certificates = certificates;
    }

    /**
     * A flow, or why it cannot be read: one of the two is null.
     *
     * @param damage for people
     */
    public record Decoded(@Nullable Flow flow, @Nullable String damage) {}

    /** Decodes a flow. */
    public Decoded decoded(PendingFlow pending) throws SessionException {
        return file.read(() -> {
            try {
                return new Decoded(
                        FlowTable.decode(pending.encoded(), pending.intact(), pending.id(), certificates), null);
            } catch (BadRowException | CodecException e) {
                return new Decoded(null, String.valueOf(e.getMessage()));
            }
        });
    }

    /**
     * A chunk of a body.
     *
     * @param pieces when its bytes arrived, as the file has it; null if that was not noted
     */
    @SuppressWarnings("ArrayRecordComponent") // not compared
    public record Chunk(int sequence, byte[] data, byte @Nullable [] pieces) {}

    /** Returns chunks of a body, from a number on, until they have this many bytes. */
    public List<Chunk> chunks(long body, int from, long bytes) throws SessionException {
        return file.read(() -> {
            List<Chunk> chunks = new ArrayList<>();
            long taken = 0;
            PreparedStatement query = file.sqlite()
                    .of("SELECT " + BodyTable.PIECE
                            + ", seq, pieces FROM body_chunk WHERE body = ? AND seq >= ? ORDER BY seq");
            query.setLong(1, body);
            query.setInt(2, from);
            try (ResultSet row = query.executeQuery()) {
                while (taken < bytes && row.next()) {
                    int sequence = row.getInt(3);
                    byte[] data = BodyTable.piece(row, body, sequence);
                    chunks.add(new Chunk(sequence, data, row.getBytes(4)));
                    taken += data.length;
                }
            }
            return chunks;
        });
    }

    /** Returns messages of a flow, from a number on. */
    public List<Message> messages(long flow, long from, int limit) throws SessionException {
        return file.read(() -> MessageTable.read(file.sqlite(), flow, from, limit));
    }

    /** Returns the number of the message that a flow gets next. */
    public long nextMessage(long flow) throws SessionException {
        return file.read(() -> file.sqlite().number("SELECT max(seq) + 1 FROM message WHERE flow = ?", flow));
    }

    /**
     * A flow before an edit.
     *
     * @param before as it was
     */
    public record Edit(FlowEdit edit, HttpFlow before) {}

    /** Returns the edits of a flow after its exchange, the first one first. */
    public List<Edit> edits(long flow) throws SessionException {
        return file.read(() -> {
            List<Edit> edits = new ArrayList<>();
            for (RevisionTable.Row row : RevisionTable.rows(file.sqlite(), flow)) {
                edits.add(new Edit(row.edit(), RevisionTable.decode(row, flow, certificates)));
            }
            return edits;
        });
    }
}
