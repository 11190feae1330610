/**
 * JSON-RPC 2.0: requests are read, carried out beside one another and answered, over lines or another transport; notifications cancel
 * them, and a request may ask its client back.
 *
 * <p>One thread reads, a few carry out requests, and each writes its own answer. Knows nothing of flows.
 */
@NullMarked
package dev.steno.mcp.rpc;

import org.jspecify.annotations.NullMarked;
