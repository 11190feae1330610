package dev.steno.net.http2;

import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.channel.TraceMask;
import dev.steno.net.channel.TraceStep;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameLogger;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.logging.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Traces the frames of one HTTP/2 connection: RST_STREAM and GOAWAY always, all others if frames are shown. Values of fields
 * that may hold secrets are masked; of DATA only the length is shown. On the connection's event
 * loop.
 */
final class FrameTrace extends Http2FrameLogger {
    /** Upper bound on the bytes of a GOAWAY's debug data that are shown. */
    private static final int MOST_WORDS = 200;

    private final ConnectionTrace trace;

    FrameTrace(ConnectionTrace trace) {
        super(LogLevel.TRACE, FrameTrace.class);
        this.trace = trace;
    }

    @Override
    public boolean isEnabled() {
        return trace.isOn();
    }

    private void frame(Direction direction, String detail) {
        if (trace.showsFrames()) {
            trace.step(direction == Direction.INBOUND ? TraceStep.FRAME_RECEIVED : TraceStep.FRAME_SENT, this, detail);
        }
    }

    private static String end(boolean last) {
        return last ? " END_STREAM" : "";
    }

    private static String code(long code) {
        Http2Error known = Http2Error.valueOf(code);
        return known == null ? "code " + code : known.name();
    }

    @Override
    public void logData(
            Direction direction, ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean last) {
        if (trace.showsFrames()) {
            frame(
                    direction,
                    "DATA stream " + stream + ", " + data.readableBytes() + " bytes" + padding(padding) + end(last));
        }
    }

    private static String padding(int padding) {
        return padding == 0 ? "" : " and " + padding + " of padding";
    }

    @Override
    public void logHeaders(
            Direction direction,
            ChannelHandlerContext context,
            int stream,
            Http2Headers fields,
            int padding,
            boolean last) {
        if (trace.showsFrames()) {
            frame(direction, "HEADERS stream " + stream + padding(padding) + end(last) + text(fields));
        }
    }

    @Override
    public void logHeaders(
            Direction direction,
            ChannelHandlerContext context,
            int stream,
            Http2Headers fields,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean last) {
        logHeaders(direction, context, stream, fields, padding, last);
    }

    /** The fields in braces, secrets masked. */
    static String text(Http2Headers fields) {
        StringBuilder text = new StringBuilder(" {");
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            String name = field.getKey().toString().toLowerCase(Locale.ROOT);
            text.append(text.length() > 2 ? ", " : "").append(name).append(": ");
            text.append(TraceMask.field(name, field.getValue().toString()));
        }
        return text.append('}').toString();
    }

    @Override
    public void logPriority(
            Direction direction,
            ChannelHandlerContext context,
            int stream,
            int dependency,
            short weight,
            boolean exclusive) {
        if (trace.showsFrames()) {
            frame(direction, "PRIORITY stream " + stream);
        }
    }

    @Override
    public void logRstStream(Direction direction, ChannelHandlerContext context, int stream, long code) {
        trace.step(
                direction == Direction.INBOUND ? TraceStep.RESET_RECEIVED : TraceStep.RESET_SENT,
                this,
                "stream " + stream + ": " + code(code));
    }

    @Override
    public void logSettingsAck(Direction direction, ChannelHandlerContext context) {
        frame(direction, "SETTINGS ACK");
    }

    @Override
    public void logSettings(Direction direction, ChannelHandlerContext context, Http2Settings settings) {
        if (trace.showsFrames()) {
            frame(direction, "SETTINGS " + settings);
        }
    }

    @Override
    public void logPing(Direction direction, ChannelHandlerContext context, long data) {
        frame(direction, "PING");
    }

    @Override
    public void logPingAck(Direction direction, ChannelHandlerContext context, long data) {
        frame(direction, "PING ACK");
    }

    @Override
    public void logPushPromise(
            Direction direction,
            ChannelHandlerContext context,
            int stream,
            int promised,
            Http2Headers fields,
            int padding) {
        if (trace.showsFrames()) {
            frame(direction, "PUSH_PROMISE stream " + stream + " promises " + promised + text(fields));
        }
    }

    @Override
    public void logGoAway(Direction direction, ChannelHandlerContext context, int last, long code, ByteBuf words) {
        String said = words.toString(
                words.readerIndex(), Math.min(words.readableBytes(), MOST_WORDS), StandardCharsets.ISO_8859_1);
        trace.step(
                direction == Direction.INBOUND ? TraceStep.GOAWAY_RECEIVED : TraceStep.GOAWAY_SENT,
                this,
                "last stream " + last + ": " + code(code) + (said.isEmpty() ? "" : " " + said));
    }

    @Override
    public void logWindowsUpdate(Direction direction, ChannelHandlerContext context, int stream, int increment) {
        if (trace.showsFrames()) {
            String of = stream == 0 ? "connection" : "stream " + stream;
            frame(direction, "WINDOW_UPDATE " + of + ", " + increment + " bytes more");
        }
    }

    @Override
    public void logUnknownFrame(
            Direction direction, ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf data) {
        if (trace.showsFrames()) {
            frame(direction, "type " + (type & 0xff) + " stream " + stream + ", " + data.readableBytes() + " bytes");
        }
    }
}
