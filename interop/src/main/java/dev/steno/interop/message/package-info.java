/**
 * HTTP/1 messages as bytes, as several formats hold them: the start line, the header fields as they passed, and the body, from
 * which whole chunk framing is removed. Lenient: odd bytes are kept, and no field decides where a body ends. Each object belongs
 * to one thread. Uses {@code interop.intake}, {@code interop.loss} and {@code flow}.
 */
@NullMarked
package dev.steno.interop.message;

import org.jspecify.annotations.NullMarked;
