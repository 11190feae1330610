/**
 * A server of the model context protocol: a session for language models, by tools and resources.
 *
 * <p>Blocks; on threads of its own. Uses {@code mcp.rpc} for messages, {@code mcp.tool} for what it can do and
 * {@code mcp.record} for what may be seen.
 */
@NullMarked
package dev.steno.mcp;

import org.jspecify.annotations.NullMarked;
