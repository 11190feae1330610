/**
 * HAR 1.2 as it is written (http://www.softwareishard.com/blog/har-12-spec/): all fields that readers ask for, and
 * {@code _steno} for a way back without loss. For the thread of an export. Uses {@code interop.outlet}, {@code content} and
 * {@code json}.
 */
@NullMarked
package dev.steno.interop.har.out;

import org.jspecify.annotations.NullMarked;
