/**
 * What the command line and the API say of addons: the option for their folder, their list, and its command. Any thread
 * that may block.
 */
@NullMarked
package dev.steno.cli.addon;

import org.jspecify.annotations.NullMarked;
