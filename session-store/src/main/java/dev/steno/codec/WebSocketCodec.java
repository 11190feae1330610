package dev.steno.codec;

import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Direction;
import dev.steno.flow.WebSocket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes the counters and the end of a WebSocket. Stateless. */
final class WebSocketCodec {
    private WebSocketCodec() {}

    static void write(WireWriter out, int field, @Nullable WebSocket webSocket) {
        if (webSocket == null) {
            return;
        }
        int end = out.open();
        if (webSocket.problem() != null) {
            out.text(FlowProto.WebSocket.PROBLEM_FIELD_NUMBER, webSocket.problem(), "problem of the WebSocket");
        }
        write(out, webSocket.close());
        out.number(FlowProto.WebSocket.MESSAGES_FIELD_NUMBER, webSocket.messages());
        write(out, FlowProto.WebSocket.SERVER_FIELD_NUMBER, webSocket.server());
        write(out, FlowProto.WebSocket.CLIENT_FIELD_NUMBER, webSocket.client());
        out.close(field, end);
    }

    private static void write(WireWriter out, int field, WebSocket.Sent sent) {
        if (sent.equals(WebSocket.Sent.NOTHING)) {
            return;
        }
        int end = out.open();
        out.number(FlowProto.WebSocket.Sent.PONGS_FIELD_NUMBER, sent.pongs());
        out.number(FlowProto.WebSocket.Sent.PINGS_FIELD_NUMBER, sent.pings());
        out.number(FlowProto.WebSocket.Sent.BYTES_FIELD_NUMBER, sent.bytes());
        out.number(FlowProto.WebSocket.Sent.MESSAGES_FIELD_NUMBER, sent.messages());
        out.close(field, end);
    }

    private static void write(WireWriter out, WebSocket.@Nullable Close close) {
        if (close == null) {
            return;
        }
        int end = out.open();
        out.latin1(FlowProto.WebSocket.Close.REASON_FIELD_NUMBER, close.reason(), "reason of the Close frame");
        out.number(FlowProto.WebSocket.Close.CODE_FIELD_NUMBER, close.code());
        out.number(
                FlowProto.WebSocket.Close.FROM_CLIENT_FIELD_NUMBER,
                close.direction().isFromClient() ? 1 : 0);
        out.close(FlowProto.WebSocket.CLOSE_FIELD_NUMBER, end);
    }

    static WebSocket read(WireReader in) throws IOException {
        WebSocket.Sent client = WebSocket.Sent.NOTHING;
        WebSocket.Sent server = WebSocket.Sent.NOTHING;
        long messages = 0;
        WebSocket.Close close = null;
        String problem = null;
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.WebSocket.CLIENT_FIELD_NUMBER -> client = in.message(WebSocketCodec::readSent);
                case FlowProto.WebSocket.SERVER_FIELD_NUMBER -> server = in.message(WebSocketCodec::readSent);
                case FlowProto.WebSocket.MESSAGES_FIELD_NUMBER -> messages = in.number();
                case FlowProto.WebSocket.CLOSE_FIELD_NUMBER -> close = in.message(WebSocketCodec::readClose);
                case FlowProto.WebSocket.PROBLEM_FIELD_NUMBER -> problem = in.text();
                default -> in.skip();
            }
        }
        return new WebSocket(client, server, messages, close, problem);
    }

    private static WebSocket.Sent readSent(WireReader in) throws IOException {
        long messages = 0;
        long bytes = 0;
        long pings = 0;
        long pongs = 0;
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.WebSocket.Sent.MESSAGES_FIELD_NUMBER -> messages = in.number();
                case FlowProto.WebSocket.Sent.BYTES_FIELD_NUMBER -> bytes = in.number();
                case FlowProto.WebSocket.Sent.PINGS_FIELD_NUMBER -> pings = in.number();
                case FlowProto.WebSocket.Sent.PONGS_FIELD_NUMBER -> pongs = in.number();
                default -> in.skip();
            }
        }
        return new WebSocket.Sent(messages, bytes, pings, pongs);
    }

    private static WebSocket.Close readClose(WireReader in) throws IOException {
        Direction direction = Direction.SERVER_TO_CLIENT;
        int code = 0;
        String reason = "";
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.WebSocket.Close.FROM_CLIENT_FIELD_NUMBER ->
                    direction = in.number() != 0 ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT;
                case FlowProto.WebSocket.Close.CODE_FIELD_NUMBER -> code = in.smallNumber();
                case FlowProto.WebSocket.Close.REASON_FIELD_NUMBER -> reason = in.latin1();
                default -> in.skip();
            }
        }
        return new WebSocket.Close(direction, code, reason);
    }
}
