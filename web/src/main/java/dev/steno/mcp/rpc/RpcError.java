package dev.steno.mcp.rpc;

import dev.steno.text.Printable;

/** The error that answers a request (JSON-RPC 2.0, 5.1). Its message is for people and programs. */
public final class RpcError extends Exception {
    private static final long serialVersionUID = 1;

    public static final int PARSE = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int NO_METHOD = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL = -32603;

    private final int code;

    public RpcError(int code, String message) {
        super(Printable.line(message), null, false, false); // it may quote the client
        this.code = code;
    }

    public int code() {
        return code;
    }
}
