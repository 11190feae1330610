/**
 * The listening proxy: start, stop and what the rest of the product sees of the wire. All of HTTP and TLS is in the packages below,
 * which form layers, each of which uses only those after it: {@code local}, {@code accept}, {@code tunnel}, {@code upstream},
 * {@code http3}, {@code http2}, {@code http1}, {@code http}, {@code conn}, {@code tls}, {@code settings}, {@code channel}. The client's connection
 * and those to its servers share one event loop, on which everything runs unless it says otherwise; nothing on it blocks.
 * <p>
 * Outside {@code net}, only this package, {@code settings}, {@code mode} and {@code auth} are used.
 */
@NullMarked
package dev.steno.net;

import org.jspecify.annotations.NullMarked;
