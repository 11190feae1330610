package dev.steno.redact;

import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes nothing. */
final class Unredacted implements Redactor {
    @Override
    public boolean isNone() {
        return true;
    }

    @Override
    public Flow redact(Flow flow) {
        return flow;
    }

    @Override
    public InputStream body(HttpFlow flow, Direction direction, InputStream recorded) {
        return recorded;
    }

    @Override
    public InputStream decodedBody(HttpFlow flow, Direction direction, InputStream decoded) {
        return decoded;
    }

    @Override
    public @Nullable BodyRedaction transform(BodyType type) {
        return null;
    }

    @Override
    public @Nullable BodyRedaction messageTransform() {
        return null;
    }

    @Override
    public MessageRows socketMessages() {
        return new UnchangedRows();
    }

    @Override
    public MessageRows streamPieces() {
        return new UnchangedRows();
    }

    @Override
    public boolean concernsBodies() {
        return false;
    }

    @Override
    public Notes notes(Notes notes) {
        return notes;
    }

    @Override
    public String text(String text) {
        return text;
    }

    @Override
    public HiddenValues hiddenIn(Flow flow) {
        return new HiddenValues();
    }

    @Override
    public HiddenValues hiddenIn(byte[] message) {
        return new HiddenValues();
    }

    @Override
    public byte[] message(byte[] data) {
        return data;
    }

    @Override
    public Map<String, Long> counts() {
        return Map.of();
    }
}
