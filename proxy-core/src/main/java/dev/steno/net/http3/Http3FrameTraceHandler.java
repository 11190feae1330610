package dev.steno.net.http3;

import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.channel.TraceStep;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Traces the frames of one request stream: type, stream and length (RFC 9114, 7.2). It sees them encoded, so it shows no
 * fields. Added only while frames are traced, next to the stream's channel; on the stream's event loop.
 */
final class Http3FrameTraceHandler extends ChannelDuplexHandler {
    private final Http3FrameScanner received;
    private final Http3FrameScanner sent;

    /** @param stream the number of the stream */
    Http3FrameTraceHandler(ConnectionTrace trace, long stream) {
        received = scanner(trace, TraceStep.FRAME_RECEIVED, stream);
        sent = scanner(trace, TraceStep.FRAME_SENT, stream);
    }

    private static Http3FrameScanner scanner(ConnectionTrace trace, TraceStep step, long stream) {
        return new Http3FrameScanner() {
            @Override
            void frameStarts(long type, long length) {
                trace.step(
                        step,
                        Http3FrameTraceHandler.class,
                        name(type) + " stream " + stream + ", " + length + " bytes");
            }
        };
    }

    private static String name(long type) {
        return switch ((int) Math.min(type, Integer.MAX_VALUE)) {
            case 0x0 -> "DATA";
            case 0x1 -> "HEADERS";
            case 0x3 -> "CANCEL_PUSH";
            case 0x4 -> "SETTINGS";
            case 0x5 -> "PUSH_PROMISE";
            case 0x7 -> "GOAWAY";
            case 0xd -> "MAX_PUSH_ID";
            default -> "type " + type;
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            received.scan(bytes);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            sent.scan(bytes);
        }
        context.write(message, promise);
    }
}
