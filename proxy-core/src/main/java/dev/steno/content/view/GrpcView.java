package dev.steno.content.view;

import dev.steno.content.ContentDecoder;
import dev.steno.content.DecodedStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of gRPC and gRPC-Web one by one: each has a flag byte and a length
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). Stateless.
 */
final class GrpcView implements ContentView {
    private static final int PREFIX = 5;

    /** Upper bound on the bytes of one message after decompression. */
    private static final int LARGEST = 4 << 20;

    /** The flag of a frame of gRPC-Web that holds trailers. */
    private static final int TRAILERS = 0x80;

    private final BiConsumer<ViewContent, ViewOutput> nested;

    /** @param nested shows the content of a message by the view that suits it */
    GrpcView(BiConsumer<ViewContent, ViewOutput> nested) {
        this.nested = nested;
    }

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public String label() {
        return "gRPC";
    }

    @Override
    public String syntax() {
        return "facts";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return content.type().type().startsWith("application/grpc");
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        byte[] data = content.data();
        if (content.type().type().startsWith("application/grpc-web-text")) {
            try {
                data = Base64.getMimeDecoder().decode(data);
            } catch (IllegalArgumentException malformed) {
                out.note("the body is not base64: " + malformed.getMessage());
            }
        }
        int at = 0;
        for (int number = 1; at + PREFIX <= data.length; number++) {
            int flag = data[at] & 0xff;
            long length = 0;
            for (int i = 1; i < PREFIX; i++) {
                length = length << 8 | data[at + i] & 0xff;
            }
            at += PREFIX;
            int end = (int) Math.min(data.length, at + length);
            byte[] message = Arrays.copyOfRange(data, at, end);
            String title = (flag & TRAILERS) != 0 ? "trailers" : "message " + number;
            title += String.format(Locale.ROOT, ": %,d bytes", length) + ((flag & 1) != 0 ? ", compressed" : "");
            out.heading(title);
            boolean whole = end - at == length;
            if ((flag & 1) != 0) {
                compressed(message, content, out);
            } else if ((flag & TRAILERS) != 0) {
                nested.accept(ViewContent.of(message, "text/plain"), out);
            } else {
                message(message, content, whole, out);
            }
            if (!whole) {
                out.note(String.format(Locale.ROOT, "%,d of %,d bytes of the message", end - at, length));
            }
            at = end;
        }
        if (at < data.length && content.whole()) {
            out.note((data.length - at) + " trailing bytes are not a message");
        }
    }

    private void compressed(byte[] message, ViewContent content, ViewOutput out) {
        byte[] plain = decompress(message, content.messageCoding());
        if (plain == null) {
            out.note("the message cannot be decompressed; grpc-encoding: " + content.messageCoding());
        } else {
            message(plain, content, plain.length < LARGEST, out);
        }
    }

    private static byte @Nullable [] decompress(byte[] message, @Nullable String coding) {
        if (coding == null) {
            return null;
        }
        try (DecodedStream decoded =
                ContentDecoder.partial(LARGEST).decode(new ByteArrayInputStream(message), List.of(coding))) {
            byte[] plain = decoded.readNBytes(LARGEST);
            return plain.length == 0 && decoded.problem() != null ? null : plain;
        } catch (IOException unknown) {
            return null;
        }
    }

    private void message(byte[] message, ViewContent content, boolean whole, ViewOutput out) {
        if (content.type().type().endsWith("+json")) {
            nested.accept(ViewContent.of(message, "application/json"), out);
        } else {
            out.nest();
            ProtobufView.showMessage(message, whole, content.schema(), out);
            out.unnest();
        }
    }
}
