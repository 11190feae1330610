package dev.steno.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.FlowError;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes a flow's notes and its error. Stateless. */
final class NotesCodec {
    // A map field is a repeated message of key and value (Protocol Buffers Encoding, "Maps"), for which protoc
    // generates no constants.
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private NotesCodec() {}

    /** Omits notes that are empty. */
    static void write(WireWriter out, int field, Notes notes) {
        if (notes.equals(Notes.NONE)) {
            return;
        }
        int notesEnd = out.open();
        out.number(FlowProto.Notes.REPLAY_FIELD_NUMBER, EnumCodec.number(notes.replay()));
        List<Map.Entry<String, String>> entries =
                new ArrayList<>(notes.metadata().entrySet());
        for (int i = entries.size() - 1; i >= 0; i--) {
            int entryEnd = out.open();
            out.textOf(VALUE, entries.get(i).getValue(), "metadata value");
            out.textOf(KEY, entries.get(i).getKey(), "metadata key");
            out.close(FlowProto.Notes.METADATA_FIELD_NUMBER, entryEnd);
        }
        out.text(FlowProto.Notes.COMMENT_FIELD_NUMBER, notes.comment(), "comment");
        out.text(FlowProto.Notes.MARK_FIELD_NUMBER, notes.mark(), "mark");
        out.close(field, notesEnd);
    }

    static Notes read(WireReader in) throws IOException {
        String mark = "";
        String comment = "";
        Notes.Replay replay = Notes.Replay.NONE;
        Map<String, String> metadata = Map.of();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.Notes.MARK_FIELD_NUMBER -> mark = in.text();
                case FlowProto.Notes.COMMENT_FIELD_NUMBER -> comment = in.text();
                case FlowProto.Notes.METADATA_FIELD_NUMBER -> {
                    if (metadata.isEmpty()) {
                        metadata = new TreeMap<>();
                    }
                    Map.Entry<String, String> entry = in.message(NotesCodec::readEntry);
                    metadata.put(entry.getKey(), entry.getValue());
                }
                case FlowProto.Notes.REPLAY_FIELD_NUMBER -> replay = EnumCodec.replay(in.smallNumber());
                default -> in.skip();
            }
        }
        return new Notes(mark, comment, metadata, replay);
    }

    private static Map.Entry<String, String> readEntry(WireReader in) throws IOException {
        String key = "";
        String value = "";
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case KEY -> key = in.text();
                case VALUE -> value = in.text();
                default -> in.skip();
            }
        }
        return Map.entry(key, value);
    }

    static void write(WireWriter out, int field, @Nullable FlowError error) {
        if (error == null) {
            return;
        }
        int end = out.open();
        out.time(FlowProto.FlowError.TIME_FIELD_NUMBER, error.time());
        out.text(FlowProto.FlowError.MESSAGE_FIELD_NUMBER, error.message(), "error message");
        out.number(FlowProto.FlowError.STEP_FIELD_NUMBER, EnumCodec.number(error.step()));
        out.close(field, end);
    }

    static FlowError readError(WireReader in) throws IOException {
        FlowError.Step step = null;
        String message = "";
        long time = Times.UNSET;
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.FlowError.STEP_FIELD_NUMBER -> step = EnumCodec.step(in.smallNumber());
                case FlowProto.FlowError.MESSAGE_FIELD_NUMBER -> message = in.text();
                case FlowProto.FlowError.TIME_FIELD_NUMBER -> time = in.time();
                default -> in.skip();
            }
        }
        if (step == null) {
            throw new InvalidProtocolBufferException("the error has no step");
        }
        return new FlowError(step, message, time);
    }
}
