package dev.steno.testing.http3;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.http3.DefaultHttp3DataFrame;
import io.netty.handler.codec.http3.DefaultHttp3Headers;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ClientConnectionHandler;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3GoAwayFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An HTTP/3 client that sends exactly the frames that a test specifies, valid or not. */
public final class Http3Caller implements AutoCloseable {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel socket;
    private final QuicChannel connection;
    private volatile long closedWith = -1;
    private volatile long goAway = -1;

    /**
     * @param window flow control window of a stream in bytes: the part of a response that the server may send before it
     * is read
     */
    public Http3Caller(int port, X509Certificate anchor, int window) throws Exception {
        this(port, anchor, window, Duration.ofSeconds(60));
    }

    /** @param patience timeout of the handshake; the constructor throws after it */
    public Http3Caller(int port, X509Certificate anchor, int window, Duration patience) throws Exception {
        this(new InetSocketAddress("127.0.0.1", port), anchor, window, patience, "h3");
    }

    /** @param proxy an address of loopback */
    public Http3Caller(InetSocketAddress proxy, X509Certificate anchor, int window, Duration patience)
            throws Exception {
        this(proxy, anchor, window, patience, "h3");
    }

    /** @param protocol the protocol that the client offers (ALPN) */
    public Http3Caller(InetSocketAddress proxy, X509Certificate anchor, int window, Duration patience, String protocol)
            throws Exception {
        socket = new Bootstrap()
                .group(loops)
                .channel(NioDatagramChannel.class)
                .handler(Http3.newQuicClientCodecBuilder()
                        .sslContext(QuicSslContextBuilder.forClient()
                                .trustManager(anchor)
                                .endpointIdentificationAlgorithm(null)
                                .applicationProtocols(protocol)
                                .build())
                        .maxIdleTimeout(60, TimeUnit.SECONDS)
                        .initialMaxData(16L * window)
                        .initialMaxStreamDataBidirectionalLocal(window)
                        .build())
                .bind(proxy.getAddress(), 0)
                .sync()
                .channel();
        try {
            connection = connect(proxy).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            socket.close().awaitUninterruptibly();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            throw e;
        }
    }

    private Future<QuicChannel> connect(InetSocketAddress proxy) {
        return QuicChannel.newBootstrap(socket)
                .handler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void handlerAdded(ChannelHandlerContext context) {
                        context.pipeline()
                                .addLast(new Http3ClientConnectionHandler(
                                        new ChannelInboundHandlerAdapter() {
                                            @Override
                                            public void channelRead(ChannelHandlerContext ignored, Object frame) {
                                                if (frame instanceof Http3GoAwayFrame going) {
                                                    goAway = going.id();
                                                }
                                                ReferenceCountUtil.release(frame);
                                            }
                                        },
                                        null,
                                        null,
                                        null,
                                        true));
                    }

                    @Override
                    public void userEventTriggered(ChannelHandlerContext context, Object event) {
                        if (event instanceof QuicConnectionCloseEvent close) {
                            closedWith = close.error();
                        }
                        context.fireUserEventTriggered(event);
                    }
                })
                .streamHandler(new ChannelInboundHandlerAdapter())
                .remoteAddress(proxy)
                .connect();
    }

    /** The error code with which the server closed the connection; -1 if it has not. */
    public long closedWith() {
        return closedWith;
    }

    /** The stream id in the server's GOAWAY, from which on it processes no requests; -1 if it has sent none. */
    public long goAway() {
        return goAway;
    }

    public boolean isOpen() {
        return connection.isActive();
    }

    /** Opens a request stream that sends frames. */
    public Stream open() throws Exception {
        Stream stream = new Stream();
        stream.channel = Http3.newRequestStream(connection, stream).get(180, TimeUnit.SECONDS);
        return stream;
    }

    /** Opens a bidirectional stream that sends raw bytes. */
    public Stream openRaw() throws Exception {
        Stream stream = new Stream();
        stream.channel =
                connection.createStream(QuicStreamType.BIDIRECTIONAL, stream).get(180, TimeUnit.SECONDS);
        return stream;
    }

    /** Opens a unidirectional stream. */
    public Stream openOneWay() throws Exception {
        Stream stream = new Stream();
        stream.channel =
                connection.createStream(QuicStreamType.UNIDIRECTIONAL, stream).get(180, TimeUnit.SECONDS);
        return stream;
    }

    public void leave() {
        connection.close(true, 0x100, Unpooled.EMPTY_BUFFER).awaitUninterruptibly();
    }

    @Override
    public void close() {
        connection.close().awaitUninterruptibly();
        socket.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** One request and its response. */
    public static final class Stream extends ChannelInboundHandlerAdapter {
        private final List<String> heads = new CopyOnWriteArrayList<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private QuicStreamChannel channel;
        private ChannelFuture last;
        private volatile boolean ended;
        private volatile long reset = -1;

        public Stream headers(String... namesAndValues) {
            Http3Headers headers = new DefaultHttp3Headers(false);
            for (int i = 0; i < namesAndValues.length; i += 2) {
                headers.add(namesAndValues[i], namesAndValues[i + 1]);
            }
            last = channel.writeAndFlush(new DefaultHttp3HeadersFrame(headers));
            return this;
        }

        /**
         * Sends a HEADERS frame encoded by hand, each field with a literal name (RFC 9204, 4.5.6): the codec would
         * reorder the fields.
         */
        public Stream rawHeaders(String... namesAndValues) {
            ByteArrayOutputStream section = new ByteArrayOutputStream();
            section.write(0);
            section.write(0);
            for (int i = 0; i < namesAndValues.length; i += 2) {
                text(section, 0x20, 7, namesAndValues[i]);
                text(section, 0, 127, namesAndValues[i + 1]);
            }
            byte[] bytes = section.toByteArray();
            raw(new byte[] {1, (byte) (0x40 | bytes.length >> 8), (byte) bytes.length});
            return raw(bytes);
        }

        private static void text(ByteArrayOutputStream out, int flags, int most, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            out.write(flags | Math.min(most, bytes.length));
            if (bytes.length >= most) {
                out.write(bytes.length - most); // below 128
            }
            out.writeBytes(bytes);
        }

        /** Sends a valid head. */
        public Stream request(String method, String path, String... more) {
            List<String> all =
                    new ArrayList<>(List.of(":method", method, ":scheme", "https", ":authority", "a", ":path", path));
            all.addAll(List.of(more));
            return headers(all.toArray(String[]::new));
        }

        public Stream data(byte[] bytes) {
            last = channel.writeAndFlush(new DefaultHttp3DataFrame(Unpooled.wrappedBuffer(bytes)));
            return this;
        }

        /** Sends data and returns once the flow control window has admitted all of it. */
        public void dataAndWait(byte[] bytes) {
            data(bytes).last.awaitUninterruptibly();
        }

        public Stream raw(byte[] bytes) {
            last = channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
            return this;
        }

        /**
         * Ends the request after all queued data was sent; an immediate end would overtake data that is queued for the
         * window.
         */
        public Stream end() {
            last.addListener(out -> channel.shutdownOutput());
            return this;
        }

        public void reset(int code) {
            channel.shutdown(code);
        }

        /** Turns reading on or off. */
        public void read(boolean wanted) {
            channel.config().setAutoRead(wanted);
        }

        /** Reads once while reading is turned off. */
        public void readOnce() {
            channel.read();
        }

        /** Whether all written data was sent. */
        public boolean isWritable() {
            return channel.isWritable();
        }

        /** The received heads and trailers, each as lines of {@code name: value}. */
        public List<String> heads() {
            return heads;
        }

        public byte[] body() {
            synchronized (body) {
                return body.toByteArray();
            }
        }

        public String text() {
            return new String(body(), StandardCharsets.ISO_8859_1);
        }

        /** Whether the end of the response was received. */
        public boolean hasEnded() {
            return ended;
        }

        /** The error code with which the server reset the stream; -1 if it has not. */
        public long resetCode() {
            return reset;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http3HeadersFrame frame) {
                StringBuilder lines = new StringBuilder();
                frame.headers()
                        .forEach(field -> lines.append(field.getKey())
                                .append(": ")
                                .append(field.getValue())
                                .append('\n'));
                heads.add(lines.toString());
            } else if (message instanceof Http3DataFrame frame) {
                ByteBuf bytes = frame.content();
                synchronized (body) {
                    byte[] copy = new byte[bytes.readableBytes()];
                    bytes.readBytes(copy);
                    body.writeBytes(copy);
                }
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                ended = true;
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof QuicStreamResetException code) {
                reset = code.applicationProtocolCode();
            }
        }
    }
}
