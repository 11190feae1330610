package dev.steno.codec;

import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Headers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes header fields. They are the bulk of most flows, so no intermediate objects are created.
 * Stateless.
 */
final class HeadersCodec {
    private static final int EXPECTED = 16;

    private HeadersCodec() {}

    /** Writes the header lines as a repeated field of the current message. */
    static void write(WireWriter out, int field, Headers headers) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            int end = out.open();
            out.latin1(FlowProto.Header.VALUE_FIELD_NUMBER, headers.value(i), "value of a header");
            out.latin1(FlowProto.Header.NAME_FIELD_NUMBER, headers.name(i), "name of a header");
            out.close(field, end);
        }
    }

    static Headers.Builder builder() {
        return Headers.builder(EXPECTED);
    }

    /** Reads the current field, which is one header line. */
    static void readLine(WireReader in, Headers.Builder into) throws IOException {
        int outer = in.enter();
        String name = "";
        String value = "";
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.Header.NAME_FIELD_NUMBER -> name = in.latin1();
                case FlowProto.Header.VALUE_FIELD_NUMBER -> value = in.latin1();
                default -> in.skip();
            }
        }
        in.leave(outer);
        into.add(name, value);
    }

    /** Writes trailers as a nested message, since absent and empty trailers differ. */
    static void writeTrailers(WireWriter out, int field, @Nullable Headers trailers) {
        if (trailers != null) {
            int end = out.open();
            write(out, FlowProto.Headers.HEADERS_FIELD_NUMBER, trailers);
            out.close(field, end);
        }
    }

    static Headers readTrailers(WireReader in) throws IOException {
        Headers.Builder trailers = Headers.builder(1);
        for (int field = in.field(); field != 0; field = in.field()) {
            if (field == FlowProto.Headers.HEADERS_FIELD_NUMBER) {
                readLine(in, trailers);
            } else {
                in.skip();
            }
        }
        return trailers.build();
    }
}
