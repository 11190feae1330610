/** What one flow costs as bytes: the session's format beside mitmproxy's. */
@NullMarked
package dev.steno.bench.dump;

import org.jspecify.annotations.NullMarked;
