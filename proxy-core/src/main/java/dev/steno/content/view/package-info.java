/**
 * Views of content for people: bytes of a known or unknown type as lines of typed spans.
 *
 * <p>One class each, listed in {@link dev.steno.content.view.ContentViews}. Pure; any thread. Spans hold text as it was
 * received: escaping and colours belong to the surface that shows them. The input and the output are bounded, and the
 * time is linear in the input. Malformed input is shown as far as it can be read, with a note.
 */
@NullMarked
package dev.steno.content.view;

import org.jspecify.annotations.NullMarked;
