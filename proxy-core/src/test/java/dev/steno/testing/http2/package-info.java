/** An HTTP/2 client and server that send exact frames. */
@NullMarked
package dev.steno.testing.http2;

import org.jspecify.annotations.NullMarked;
