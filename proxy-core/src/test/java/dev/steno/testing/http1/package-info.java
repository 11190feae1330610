/** HTTP/1 clients and servers that send exact bytes, and the messages that they read. */
@NullMarked
package dev.steno.testing.http1;

import org.jspecify.annotations.NullMarked;
