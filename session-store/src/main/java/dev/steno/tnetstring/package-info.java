/**
 * Typed netstrings (https://tnetstrings.info, with mitmproxy's text type {@code ;}): the format of mitmproxy's flow files.
 * Pure Java, knows nothing of flows.
 *
 * <pre>
 * file = *item                       back to back
 * item = length ":" payload tag      length: 1 to 12 digits, of the payload alone
 * tag  = "," bytes | ";" UTF-8 text | "#" integer | "^" float | "!" true or false | "~" null
 *      | "]" list: *item | "}" dictionary: *(key value), a key is text or, in old files, bytes
 * </pre>
 *
 * <p>{@link dev.steno.tnetstring.TnetReader} takes items from a stream, {@link dev.steno.tnetstring.TnetCursor} walks through
 * one without making objects, {@link dev.steno.tnetstring.TnetValue} is one as a tree, and
 * {@link dev.steno.tnetstring.TnetWriter} writes.
 */
@NullMarked
package dev.steno.tnetstring;

import org.jspecify.annotations.NullMarked;
