package dev.steno.tui.data;

import dev.steno.content.schema.ProtoSchema;
import dev.steno.rule.RuleCommands;
import dev.steno.stats.Statistics;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.View;
import java.util.List;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The session that is shown. Any thread.
 *
 * <p>Rows come from its view, bodies and messages from its reader, and everything is changed by its control.
 */
public interface Source extends AutoCloseable {

    /** Why most sessions are only read that are. */
    String UNRECORDED = "no Steno records to it";

    /** Returns the session's name for people. */
    String name();

    /** Returns why it is only read, if it is: what follows "as". */
    default String lack() {
        return UNRECORDED;
    }

    /** Returns the schema that names the fields of gRPC messages. */
    default ProtoSchema schema() {
        return ProtoSchema.NONE;
    }

    /** Returns how this interface is related to the recording. */
    Relation relation();

    /** Returns the view whose flows are listed. */
    View view();

    /** Opens a reader, which the caller closes. Blocks. */
    SessionReader reader() throws SessionException;

    /** Returns the statistics of the session, which are closed with it. */
    Statistics statistics();

    /** Returns what commands are called by. */
    Control control();

    /** Returns the state of the recording. Blocks. */
    RecordingState state();

    /** Returns what works with held messages and edits recorded ones. */
    Interception interception();

    /** Returns the rules in the order in which they act; none if no Steno records. Blocks. */
    List<RuleCommands.Listed> rules();

    /** Returns what people keep beside sessions, e.g. named filters. */
    default KeptLines kept() {
        return KeptLines.NONE;
    }

    /**
     * Has flows read again that a command of another process has changed or removed. A process that records tells its view
     * by itself.
     *
     * @param flows not to be modified
     */
    default void readAgain(Roaring64Bitmap flows) {}

    @Override
    void close();

    /** How the interface is related to the recording. */
    enum Relation {
        /** This process records. */
        RECORDING("recording"),
        /** Another process records, and takes commands. */
        BESIDE("attached"),
        /** No process that takes commands records: only reading is possible. */
        READ_ONLY("read-only");

        private final String label;

        Relation(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
