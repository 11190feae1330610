/**
 * Schemas of messages, by which views name their fields: descriptor sets of protocol buffers. Pure; any thread.
 */
@NullMarked
package dev.steno.content.schema;

import org.jspecify.annotations.NullMarked;
