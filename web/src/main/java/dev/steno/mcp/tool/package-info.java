/**
 * The tools of the model context protocol: each reads its arguments, asks the record or a running Steno, and writes an answer
 * for a language model.
 *
 * <p>Tools are immutable and run on any thread but an event loop, several at a time. Uses {@code mcp.record},
 * {@code mcp.answer} and {@code mcp.rpc}.
 */
@NullMarked
package dev.steno.mcp.tool;

import org.jspecify.annotations.NullMarked;
