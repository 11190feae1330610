package dev.steno.mcp.rpc;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server does for its client. */
public interface RpcMethods {
    /**
     * Carries out a request.
     *
     * @param cancelled to be polled; what is returned afterwards is dropped
     * @return what {@link dev.steno.json.Json#value} can write
     * @throws RpcError if the request is refused
     */
    Map<String, ?> call(String method, Map<String, @Nullable Object> params, Cancellation cancelled) throws RpcError;

    /**
     * Whether a method is carried out at once, on the thread that reads: it must not block, and the requests behind it
     * depend on it.
     */
    boolean isImmediate(String method);

    /** Whether requests may come in an array now. */
    boolean takesBatches();
}
