/** A client and a server of HTTP/2 that send exact frames. */
@NullMarked
package dev.steno.testing.http2;

import org.jspecify.annotations.NullMarked;
