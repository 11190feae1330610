/**
 * The command of the terminal user interface, and what connects it with a Steno that runs elsewhere. Uses the API's
 * client and the interface.
 */
@NullMarked
package dev.steno.cli.tui;

import org.jspecify.annotations.NullMarked;
