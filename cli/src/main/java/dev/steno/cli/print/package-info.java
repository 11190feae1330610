/**
 * Output formats of flows, messages and bodies, for people and for programs. They receive values and a console, and read no
 * file themselves. For one thread.
 */
@NullMarked
package dev.steno.cli.print;

import org.jspecify.annotations.NullMarked;
