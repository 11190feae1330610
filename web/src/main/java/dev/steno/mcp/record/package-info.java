/**
 * The record as a client of the model context protocol may see it: secrets are replaced by tokens before anything else reads
 * them. Reads the disk, so never on an event loop.
 */
@NullMarked
package dev.steno.mcp.record;

import org.jspecify.annotations.NullMarked;
