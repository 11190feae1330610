/**
 * Commands on a Steno that runs already: how its process is found, and calls of its API. On the main thread, without an
 * event loop.
 */
@NullMarked
package dev.steno.cli.remote;

import org.jspecify.annotations.NullMarked;
