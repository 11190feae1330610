package dev.steno.net.channel;

import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http3.Http3Exception;
import io.netty.handler.codec.http3.Http3HeadersValidationException;
import io.netty.handler.codec.quic.QuicException;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs internal errors, but not the faults of peers, which are recorded with their flows. Stateless; any thread. */
public final class UnexpectedErrors {
    private static final Logger LOG = LoggerFactory.getLogger(UnexpectedErrors.class);

    private UnexpectedErrors() {}

    public static void log(Throwable cause) {
        boolean ofPeer = cause instanceof IOException
                // Netty's epoll throws it for ENOTCONN: the peer reset the connection before or while it was used
                || cause instanceof NotYetConnectedException
                || cause instanceof CodecException
                || cause instanceof QuicException
                || cause instanceof Http3Exception
                || cause instanceof Http3HeadersValidationException
                || cause instanceof Http2Exception broken && broken.error() != Http2Error.INTERNAL_ERROR;
        if (!ofPeer) {
            LOG.warn("internal error: a connection is closed; please report it with the trace below", cause);
        }
    }
}
