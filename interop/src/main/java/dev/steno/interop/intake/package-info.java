/**
 * What importers share: the file that is read, its limits, and the way of its flows into a session. An importer is a
 * producer of facts for the session's ordinary writer; it runs on one thread, which may block, and holds one entry and one
 * chunk of a body at a time. Uses {@code interop.loss}, {@code flow} and {@code session}.
 */
@NullMarked
package dev.steno.interop.intake;

import org.jspecify.annotations.NullMarked;
