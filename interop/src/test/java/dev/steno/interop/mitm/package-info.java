/**
 * Tests of mitmproxy's flow files. {@code FlowFile} builds files of any version from maps and lists, {@code Exported} is a
 * session as such a file.
 */
@NullMarked
package dev.steno.interop.mitm;

import org.jspecify.annotations.NullMarked;
