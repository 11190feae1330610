package dev.steno.mcp.tool;

/** Why a tool cannot answer, as a sentence that says what to do. The model reads it. */
public final class ToolFailure extends Exception {
    private static final long serialVersionUID = 1;

    public ToolFailure(String message) {
        super(message, null, false, false);
    }
}
