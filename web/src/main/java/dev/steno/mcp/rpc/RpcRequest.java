package dev.steno.mcp.rpc;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request or a notification. Immutable.
 *
 * @param id a text or an integer; null for a notification
 */
record RpcRequest(@Nullable Object id, String method, Map<String, @Nullable Object> params) {

    /**
     * Reads a message.
     *
     * @return null for a response
     * @throws RpcError if it is not a request
     */
    static @Nullable RpcRequest of(@Nullable Object message) throws RpcError {
        if (!(message instanceof Map<?, ?> map) || !"2.0".equals(map.get("jsonrpc"))) {
            throw new RpcError(RpcError.INVALID_REQUEST, "a message must be an object with \"jsonrpc\": \"2.0\"");
        }
        Object method = map.get("method");
        if (method == null && (map.containsKey("result") || map.containsKey("error"))) {
            return null;
        }
        if (!(method instanceof String name)) {
            throw new RpcError(RpcError.INVALID_REQUEST, "method must be a text");
        }
        if (map.containsKey("id") && id(message) == null) {
            throw new RpcError(RpcError.INVALID_REQUEST, "id must be a text or an integer");
        }
        Object params = map.get("params");
        if (params != null && !(params instanceof Map)) {
            throw new RpcError(RpcError.INVALID_PARAMS, "params must be an object");
        }
        return new RpcRequest(id(message), name, object(params));
    }

    /** By which the client wants to be told of the progress; null if it does not. */
    @Nullable
    Object progressToken() {
        return params.get("_meta") instanceof Map<?, ?> meta ? idOf(meta.get("progressToken")) : null;
    }

    /** The id of a message, as far as it has one. */
    static @Nullable Object id(@Nullable Object message) {
        return message instanceof Map<?, ?> map ? idOf(map.get("id")) : null;
    }

    /** A value as an id; numbers in one form, so that equal ids are equal objects. */
    static @Nullable Object idOf(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        return value instanceof String text && isWellFormed(text) ? text : null;
    }

    private static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    @SuppressWarnings("unchecked") // the reader of JSON creates maps with these types only
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, @Nullable Object>) value;
    }
}
