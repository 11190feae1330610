/**
 * mitmproxy's flow files: read from version 0.10 to format 21, and written in the formats 17 and 21. A state is read leniently,
 * a key under any of the names that it had, instead of being converted from version to version. What the format has no place
 * for goes into the metadata {@code steno} of a written flow and is read back. For the thread of one import or export. Uses
 * {@code interop.tnetstring}, {@code interop.intake} and {@code interop.outlet}.
 */
@NullMarked
package dev.steno.interop.mitm;

import org.jspecify.annotations.NullMarked;
