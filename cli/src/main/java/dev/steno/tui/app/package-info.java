/**
 * The terminal user interface without a terminal: the stack of screens, the bars, the prompt, and the frame that they
 * make. On the interface's one thread. Uses the packages of screens.
 */
@NullMarked
package dev.steno.tui.app;

import org.jspecify.annotations.NullMarked;
