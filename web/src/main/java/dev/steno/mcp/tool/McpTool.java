package dev.steno.mcp.tool;

import dev.steno.mcp.answer.FencedAnswer;
import dev.steno.mcp.rpc.Cancellation;
import java.io.IOException;

/** A tool. */
interface McpTool {
    ToolSpec spec();

    /**
     * Answers a call. Blocks.
     *
     * @param to receives the answer
     * @throws ToolFailure if the call cannot be answered as it is
     * @throws IOException if the session cannot be read, or the running Steno refuses; the message is for people
     */
    void call(ToolArguments arguments, FencedAnswer to, Cancellation cancelled) throws ToolFailure, IOException;
}
