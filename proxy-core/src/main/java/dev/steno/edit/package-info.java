/**
 * Changes of a message that a person or a program asks for: operations, their rules, and the message as one text. Pure
 * functions on flows, which serve held and recorded messages alike; any thread that may load a native encoder, so no event
 * loop.
 */
@NullMarked
package dev.steno.edit;

import org.jspecify.annotations.NullMarked;
