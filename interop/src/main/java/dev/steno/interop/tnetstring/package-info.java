/**
 * Typed netstrings (https://tnetstrings.info, with mitmproxy's text type {@code ;}): the format of mitmproxy's flow files.
 * Pure Java, independent of flows.
 *
 * <pre>
 * file = *item                       back to back
 * item = length ":" payload tag      length: 1 to 12 digits, of the payload alone
 * tag  = "," bytes | ";" UTF-8 text | "#" integer | "^" float | "!" true or false | "~" null
 *      | "]" list: *item | "}" dictionary: *(key value), a key is text or, in old files, bytes
 * </pre>
 *
 * <p>{@link dev.steno.interop.tnetstring.TnetReader} reads items from a stream, {@link dev.steno.interop.tnetstring.TnetCursor} iterates
 * over the parts of an item without creating objects, {@link dev.steno.interop.tnetstring.TnetValue} is an item as a tree, and
 * {@link dev.steno.interop.tnetstring.TnetWriter} writes items.
 */
@NullMarked
package dev.steno.interop.tnetstring;

import org.jspecify.annotations.NullMarked;
