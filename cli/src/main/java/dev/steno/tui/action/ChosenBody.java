package dev.steno.tui.action;

import dev.steno.content.view.ViewContent;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.look.BodyBytes;
import dev.steno.look.BodyLooks;
import dev.steno.look.FlowBody;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** The body of a flow that is copied, saved or piped: the response's; if it has none, the request's. Immutable. */
record ChosenBody(long flow, FlowBody body) {

    /** @throws IOException if the flow has no body */
    static ChosenBody of(Flow flow) throws IOException {
        Optional<FlowBody> body = some(flow, false).or(() -> some(flow, true));
        return new ChosenBody(
                flow.id(),
                body.orElseThrow(
                        () -> new IOException("flow " + FlowNumber.print(flow.id()) + " has no recorded body")));
    }

    private static Optional<FlowBody> some(Flow flow, boolean ofRequest) {
        return FlowBody.of(flow, ofRequest).filter(body -> body.body().size() > 0);
    }

    /** Opens the body without its content codings. Blocks. */
    InputStream open(SessionReader reader) throws IOException {
        return BodyBytes.open(reader, body);
    }

    /**
     * Reads the body as text. Blocks.
     *
     * @param most upper bound in bytes
     * @throws IOException if it is longer, or not text
     */
    String text(SessionReader reader, int most) throws IOException {
        byte[] bytes;
        try (InputStream in = open(reader)) {
            bytes = in.readNBytes(most + 1);
        }
        if (bytes.length > most) {
            throw new IOException(this + " is longer than " + Quantity.bytes(most) + "; b saves it to a file");
        }
        ViewContent content = new ViewContent(bytes, body.headers().get("content-type"), true, null, null);
        try {
            String text = BodyLooks.charset(content)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.chars().noneMatch(c -> c < ' ' && "\t\n\f\r".indexOf(c) < 0)) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // the same as control characters
        }
        throw new IOException(this + " is not text; b saves it to a file");
    }

    /** Returns {@code response body}. */
    String kind() {
        return body.ofRequest() ? "request body" : "response body";
    }

    /** Returns {@code the response body of flow 3}. */
    @Override
    public String toString() {
        return "the " + kind() + " of flow " + FlowNumber.print(flow);
    }
}
