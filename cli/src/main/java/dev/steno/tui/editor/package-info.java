/**
 * A text in the editor that a person has chosen. Blocks; any thread. Knows neither screens nor flows, so that commands
 * use it too.
 */
@NullMarked
package dev.steno.tui.editor;

import org.jspecify.annotations.NullMarked;
