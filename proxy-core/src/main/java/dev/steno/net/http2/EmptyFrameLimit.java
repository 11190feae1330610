package dev.steno.net.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import java.util.concurrent.TimeUnit;

/**
 * Limits empty DATA frames that do not end their stream, which flow control does not limit (RFC 9113, 10.5; CVE-2019-9518):
 * more than {@link #MOST} in a row within ten seconds end the connection with ENHANCE_YOUR_CALM. The count restarts after
 * ten seconds, so an occasional empty frame, such as a heartbeat, is never a fault. On the connection's event loop.
 */
final class EmptyFrameLimit extends DecoratingHttp2ConnectionDecoder {
    /** Upper bound on the empty DATA frames that a connection may receive in a row within ten seconds. */
    static final int MOST = 1000;

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);

    EmptyFrameLimit(Http2ConnectionDecoder decoder) {
        super(decoder);
    }

    @Override
    public void frameListener(Http2FrameListener listener) {
        super.frameListener(listener == null ? null : new Counting(listener));
    }

    @Override
    public Http2FrameListener frameListener() {
        Http2FrameListener listener = super.frameListener();
        return listener instanceof Counting counting ? counting.counted : listener;
    }

    private static final class Counting extends Http2FrameListenerDecorator {
        private final Http2FrameListener counted;
        private long first;
        private int inRow;

        Counting(Http2FrameListener listener) {
            super(listener);
            this.counted = listener;
        }

        @Override
        public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean last)
                throws Http2Exception {
            if (last || data.isReadable()) {
                inRow = 0;
            } else if (isTooMany()) {
                throw Http2Exception.connectionError(
                        Http2Error.ENHANCE_YOUR_CALM,
                        "more than %d DATA frames without data in a row within 10 s",
                        MOST);
            }
            return super.onDataRead(context, stream, data, padding, last);
        }

        private boolean isTooMany() {
            long now = System.nanoTime();
            if (inRow == 0 || now - first > WINDOW) {
                first = now;
                inRow = 0;
            }
            return ++inRow > MOST;
        }
    }
}
