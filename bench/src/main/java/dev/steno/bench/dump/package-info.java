/** The cost of serialising one flow: the session's format compared with mitmproxy's. */
@NullMarked
package dev.steno.bench.dump;

import org.jspecify.annotations.NullMarked;
