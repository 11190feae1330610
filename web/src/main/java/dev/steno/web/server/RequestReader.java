package dev.steno.web.server;

import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Reads a request of Netty as the API's. Pure; any thread. */
final class RequestReader {
    private RequestReader() {}

    /**
     * Returns the request.
     *
     * @throws ApiProblem 400 if it is not HTTP, or its target is not a path; a proxy's clients send other targets
     */
    static ApiRequest read(FullHttpRequest message, InetAddress client, BooleanSupplier gone) {
        if (message.decoderResult().isFailure()) {
            throw ApiProblem.badRequest("the request is not valid HTTP");
        }
        if (!message.uri().startsWith("/") || message.uri().startsWith("//")) {
            throw ApiProblem.badRequest("this is the API of Steno, not a proxy: the request's target must be a path");
        }
        QueryStringDecoder target = new QueryStringDecoder(message.uri());
        Map<String, String> query = new HashMap<>();
        String path;
        try {
            path = target.path();
            for (Map.Entry<String, List<String>> parameter : target.parameters().entrySet()) {
                if (parameter.getValue().size() > 1) {
                    throw ApiProblem.badRequest("the parameter " + parameter.getKey() + " is given twice");
                }
                query.put(parameter.getKey(), parameter.getValue().get(0));
            }
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest("the request's target is not encoded correctly: " + e.getMessage());
        }
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, String> field : message.headers()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (name.equals("host") && headers.containsKey(name)) {
                throw ApiProblem.badRequest("the request has two Host fields");
            }
            headers.merge(name, field.getValue(), (one, other) -> one + ", " + other);
        }
        return new ApiRequest(
                message.method().name(),
                path,
                query,
                headers,
                Map.of(),
                ByteBufUtil.getBytes(message.content()),
                message instanceof UploadRequest upload ? upload.stream() : InputStream.nullInputStream(),
                client,
                gone);
    }
}
