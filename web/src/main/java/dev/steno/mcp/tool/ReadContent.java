package dev.steno.mcp.tool;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.json.FlowIdJson;
import dev.steno.look.BodyBytes;
import dev.steno.look.FlowBody;
import dev.steno.mcp.record.McpRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A body or a message that is read in parts. For one call. */
interface ReadContent {
    /** Reads some bytes from an offset. */
    FlowReading.Part part(long offset, int length) throws IOException;

    /** Opens it at an offset. The caller closes the stream. */
    InputStream open(long offset) throws IOException;

    Charset charset() throws IOException;

    /** What it is, with its size, without anything that was recorded: {@code Response body of flow 3, 120 bytes}. */
    String label();

    /** The call that reads it, without the closing brace. */
    String call();

    /** A body. @param decoded whether it is read without its content codings */
    static ReadContent body(McpRecord record, FlowBody body, boolean decoded) {
        return new OfBody(record, body, decoded);
    }

    /**
     * A message.
     *
     * @param most upper bound on its bytes; the rest is not read
     * @throws ToolFailure if there is no such message
     */
    static ReadContent message(McpRecord record, Flow flow, long sequence, int most) throws ToolFailure, IOException {
        try (InputStream in = record.messages()
                .content(record.reader(), flow, sequence)
                .orElseThrow(() -> new ToolFailure("flow " + FlowNumber.print(flow.id()) + " has no message " + sequence
                        + "; messages_list shows the numbers, as seq"))) {
            return new OfMessage(flow.id(), sequence, in.readNBytes(most), most);
        }
    }

    /** A body. */
    record OfBody(McpRecord record, FlowBody body, boolean decoded) implements ReadContent {
        @Override
        public FlowReading.Part part(long offset, int length) throws IOException {
            return FlowReading.part(record, body, decoded, offset, length);
        }

        @Override
        public InputStream open(long offset) throws IOException {
            InputStream in = decoded
                    ? BodyBytes.open(record.reader(), body)
                    : record.reader().body(body.body());
            byte[] block = new byte[64 << 10];
            for (long left = offset; left > 0; ) {
                int read = in.read(block, 0, (int) Math.min(left, block.length));
                if (read < 0) {
                    break;
                }
                left -= read;
            }
            return in;
        }

        @Override
        public Charset charset() throws IOException {
            return FlowReading.charset(record, body, decoded);
        }

        @Override
        public String label() {
            return (body.ofRequest() ? "Request" : "Response") + " body of flow " + FlowNumber.print(body.flow()) + ", "
                    + body.body().trueSize() + " bytes"
                    + (body.codings().isEmpty()
                            ? ""
                            : " in a content coding, read " + (decoded ? "without it" : "as it is"))
                    + (body.growing() ? ", still growing" : "")
                    + (body.body().size() < body.body().trueSize()
                            ? ", of which " + body.body().size() + " are recorded"
                            : "");
        }

        @Override
        public String call() {
            return "flow_body {\"flow\":" + FlowIdJson.text(body.flow()) + ",\"part\":\""
                    + (body.ofRequest() ? "request" : "response") + "\"" + (decoded ? "" : ",\"decoded\":false");
        }
    }

    /** A message. */
    record OfMessage(long flow, long sequence, byte[] data, int most) implements ReadContent {
        @Override
        public FlowReading.Part part(long offset, int length) {
            int from = (int) Math.min(offset, data.length);
            int until = Math.min(data.length, from + length);
            return new FlowReading.Part(Arrays.copyOfRange(data, from, until), until == data.length, "");
        }

        @Override
        public InputStream open(long offset) {
            int from = (int) Math.min(offset, data.length);
            return new ByteArrayInputStream(data, from, data.length - from);
        }

        @Override
        public Charset charset() {
            return StandardCharsets.UTF_8;
        }

        @Override
        public String label() {
            return "Message " + sequence + " of flow " + flow + ", " + data.length + " bytes"
                    + (data.length == most ? " or more" : "");
        }

        @Override
        public String call() {
            return "flow_body {\"flow\":" + flow + ",\"message\":" + sequence;
        }
    }
}
