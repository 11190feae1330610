package dev.steno.web.server;

import dev.steno.web.http.Router;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests with an upload on before their bodies are read, which other requests are not. One per connection, on its
 * event loop, before the handler that gathers whole requests.
 */
final class UploadHandler extends ChannelDuplexHandler {
    private final Router router;
    private @Nullable UploadStream upload; // of the request whose body is being read
    private boolean waits; // a read was asked for while the upload was full

    UploadHandler(Router router) {
        this.router = router;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        UploadStream to = upload;
        if (to != null && message instanceof HttpContent content) {
            add(to, content);
        } else if (message instanceof HttpRequest head
                && head.decoderResult().isSuccess()
                && router.takesUpload(head.method().name(), path(head))) {
            begin(ctx, head);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private static String path(HttpRequest head) {
        int query = head.uri().indexOf('?');
        return query < 0 ? head.uri() : head.uri().substring(0, query);
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        UploadStream stream = new UploadStream(() -> ctx.executor().execute(() -> readOn(ctx)));
        upload = stream;
        if (HttpUtil.is100ContinueExpected(head)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        UploadRequest request = new UploadRequest(head, stream);
        ReferenceCountUtil.release(head);
        ctx.fireChannelRead(request);
    }

    private void add(UploadStream to, HttpContent content) {
        try {
            if (content.decoderResult().isFailure()) {
                upload = null;
                to.end(false);
                return;
            }
            if (content.content().isReadable()) {
                to.add(ByteBufUtil.getBytes(content.content()));
            }
            if (content instanceof LastHttpContent) {
                upload = null;
                to.end(true);
            }
        } finally {
            content.release();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        UploadStream to = upload;
        if (to != null && to.isFull()) {
            waits = true;
        } else {
            ctx.read();
        }
    }

    private void readOn(ChannelHandlerContext ctx) {
        if (waits) {
            waits = false;
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        UploadStream to = upload;
        if (to != null) {
            upload = null;
            to.end(false);
        }
        ctx.fireChannelInactive();
    }
}
