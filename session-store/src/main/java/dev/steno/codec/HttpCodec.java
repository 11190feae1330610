package dev.steno.codec;

import dev.steno.codec.proto.FlowProto;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes requests and responses. Stateless. */
final class HttpCodec {
    private HttpCodec() {}

    static void write(WireWriter out, int field, HttpRequest request) {
        int end = out.open();
        out.time(FlowProto.HttpRequest.ENDED_FIELD_NUMBER, request.ended());
        out.time(FlowProto.HttpRequest.STARTED_FIELD_NUMBER, request.started());
        write(out, request.body());
        HeadersCodec.writeTrailers(out, FlowProto.HttpRequest.TRAILERS_FIELD_NUMBER, request.trailers());
        HeadersCodec.write(out, FlowProto.HttpRequest.HEADERS_FIELD_NUMBER, request.headers());
        out.latin1(FlowProto.HttpRequest.VERSION_FIELD_NUMBER, request.version(), "version of the request");
        out.latin1(FlowProto.HttpRequest.PATH_FIELD_NUMBER, request.path(), "path of the request");
        out.number(FlowProto.HttpRequest.PORT_FIELD_NUMBER, request.port());
        out.latin1(FlowProto.HttpRequest.HOST_FIELD_NUMBER, request.host(), "host of the request");
        out.latin1(FlowProto.HttpRequest.SCHEME_FIELD_NUMBER, request.scheme(), "scheme of the request");
        out.latin1(FlowProto.HttpRequest.METHOD_FIELD_NUMBER, request.method(), "method of the request");
        out.close(field, end);
    }

    static HttpRequest readRequest(WireReader in) throws IOException {
        String method = "";
        String scheme = "";
        String host = "";
        int port = 0;
        String path = "";
        String version = "";
        Headers.Builder headers = HeadersCodec.builder();
        Headers trailers = null;
        Body body = Body.NONE;
        long started = Times.UNSET;
        long ended = Times.UNSET;
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.HttpRequest.METHOD_FIELD_NUMBER -> method = in.latin1();
                case FlowProto.HttpRequest.SCHEME_FIELD_NUMBER -> scheme = in.latin1();
                case FlowProto.HttpRequest.HOST_FIELD_NUMBER -> host = in.latin1();
                case FlowProto.HttpRequest.PORT_FIELD_NUMBER -> port = in.smallNumber();
                case FlowProto.HttpRequest.PATH_FIELD_NUMBER -> path = in.latin1();
                case FlowProto.HttpRequest.VERSION_FIELD_NUMBER -> version = in.latin1();
                case FlowProto.HttpRequest.HEADERS_FIELD_NUMBER -> HeadersCodec.readLine(in, headers);
                case FlowProto.HttpRequest.TRAILERS_FIELD_NUMBER -> trailers = in.message(HeadersCodec::readTrailers);
                case FlowProto.HttpRequest.INLINE_FIELD_NUMBER -> body = new Body.Inline(in.bytes());
                case FlowProto.HttpRequest.STORED_FIELD_NUMBER -> body = in.message(HttpCodec::readStored);
                case FlowProto.HttpRequest.STARTED_FIELD_NUMBER -> started = in.time();
                case FlowProto.HttpRequest.ENDED_FIELD_NUMBER -> ended = in.time();
                default -> in.skip();
            }
        }
        return new HttpRequest(
                method, scheme, host, port, path, version, headers.build(), trailers, body, started, ended);
    }

    static void write(WireWriter out, int field, @Nullable HttpResponse response) {
        if (response == null) {
            return;
        }
        int end = out.open();
        out.time(FlowProto.HttpResponse.ENDED_FIELD_NUMBER, response.ended());
        out.time(FlowProto.HttpResponse.STARTED_FIELD_NUMBER, response.started());
        write(out, response.body());
        HeadersCodec.writeTrailers(out, FlowProto.HttpResponse.TRAILERS_FIELD_NUMBER, response.trailers());
        HeadersCodec.write(out, FlowProto.HttpResponse.HEADERS_FIELD_NUMBER, response.headers());
        out.latin1(FlowProto.HttpResponse.VERSION_FIELD_NUMBER, response.version(), "version of the response");
        out.latin1(FlowProto.HttpResponse.REASON_FIELD_NUMBER, response.reason(), "reason of the response");
        out.number(FlowProto.HttpResponse.STATUS_FIELD_NUMBER, response.status());
        out.close(field, end);
    }

    static HttpResponse readResponse(WireReader in) throws IOException {
        String version = "";
        int status = 0;
        String reason = "";
        Headers.Builder headers = HeadersCodec.builder();
        Headers trailers = null;
        Body body = Body.NONE;
        long started = Times.UNSET;
        long ended = Times.UNSET;
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.HttpResponse.STATUS_FIELD_NUMBER -> status = in.smallNumber();
                case FlowProto.HttpResponse.REASON_FIELD_NUMBER -> reason = in.latin1();
                case FlowProto.HttpResponse.VERSION_FIELD_NUMBER -> version = in.latin1();
                case FlowProto.HttpResponse.HEADERS_FIELD_NUMBER -> HeadersCodec.readLine(in, headers);
                case FlowProto.HttpResponse.TRAILERS_FIELD_NUMBER -> trailers = in.message(HeadersCodec::readTrailers);
                case FlowProto.HttpResponse.INLINE_FIELD_NUMBER -> body = new Body.Inline(in.bytes());
                case FlowProto.HttpResponse.STORED_FIELD_NUMBER -> body = in.message(HttpCodec::readStored);
                case FlowProto.HttpResponse.STARTED_FIELD_NUMBER -> started = in.time();
                case FlowProto.HttpResponse.ENDED_FIELD_NUMBER -> ended = in.time();
                default -> in.skip();
            }
        }
        return new HttpResponse(version, status, reason, headers.build(), trailers, body, started, ended);
    }

    /** A body has the same field numbers in requests and responses. */
    private static void write(WireWriter out, Body body) {
        if (body instanceof Body.Inline inline) {
            out.bytes(FlowProto.HttpRequest.INLINE_FIELD_NUMBER, inline.bytes());
        } else if (body instanceof Body.Stored stored) {
            int end = out.open();
            out.number(FlowProto.StoredBody.COMPLETE_FIELD_NUMBER, stored.complete() ? 1 : 0);
            out.number(FlowProto.StoredBody.TRUE_SIZE_FIELD_NUMBER, stored.trueSize());
            out.number(FlowProto.StoredBody.SIZE_FIELD_NUMBER, stored.size());
            out.number(FlowProto.StoredBody.ID_FIELD_NUMBER, stored.id());
            out.close(FlowProto.HttpRequest.STORED_FIELD_NUMBER, end);
        }
    }

    private static Body readStored(WireReader in) throws IOException {
        long id = 0;
        long size = 0;
        long trueSize = 0;
        boolean complete = false;
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case FlowProto.StoredBody.ID_FIELD_NUMBER -> id = in.number();
                case FlowProto.StoredBody.SIZE_FIELD_NUMBER -> size = in.number();
                case FlowProto.StoredBody.TRUE_SIZE_FIELD_NUMBER -> trueSize = in.number();
                case FlowProto.StoredBody.COMPLETE_FIELD_NUMBER -> complete = in.number() != 0;
                default -> in.skip();
            }
        }
        return new Body.Stored(id, size, trueSize, complete);
    }
}
