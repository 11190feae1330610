/**
 * {@code steno mcp}: a session for language models, beside the Steno that records it or alone. On the main thread until the input
 * ends. Uses {@code mcp}, and {@code cli.remote} to find and call a running Steno.
 */
@NullMarked
package dev.steno.cli.mcp;

import org.jspecify.annotations.NullMarked;
