/** Tests of web archives, in and out; what is written is read by another library. */
@NullMarked
package dev.steno.interop.warc;

import org.jspecify.annotations.NullMarked;
