/** A client and a server of HTTP/1 that send exact bytes, and what they read. */
@NullMarked
package dev.steno.testing.http1;

import org.jspecify.annotations.NullMarked;
