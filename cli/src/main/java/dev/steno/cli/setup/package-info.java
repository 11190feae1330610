/**
 * What the API tells a person who sets the first client up: facts about clients that the proxy has, and lines to copy. Any
 * thread.
 */
@NullMarked
package dev.steno.cli.setup;

import org.jspecify.annotations.NullMarked;
