/**
 * The command of the web interface: that of a Steno that runs, or one of its own over a session that is only read. Uses the
 * API's client and {@code dev.steno.web}. On the main thread.
 */
@NullMarked
package dev.steno.cli.web;

import org.jspecify.annotations.NullMarked;
