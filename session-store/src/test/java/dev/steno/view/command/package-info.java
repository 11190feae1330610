/** Tests of the commands on views. */
@NullMarked
package dev.steno.view.command;

import org.jspecify.annotations.NullMarked;
