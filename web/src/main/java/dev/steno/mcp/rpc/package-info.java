/**
 * JSON-RPC 2.0 over lines: requests are read, carried out beside one another and answered; notifications cancel them.
 *
 * <p>One thread reads, a few carry out requests, and each writes its own answer. Knows nothing of flows.
 */
@NullMarked
package dev.steno.mcp.rpc;

import org.jspecify.annotations.NullMarked;
