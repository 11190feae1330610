/**
 * Layouts of flows, messages and bodies for people and for programs. They are given values and a console, and read no file
 * themselves. For one thread.
 */
@NullMarked
package dev.steno.cli.print;

import org.jspecify.annotations.NullMarked;
