/**
 * One flow in the terminal user interface: its tabs, its revisions, and the screen that shows one of them. Uses the viewer,
 * the list of messages and the packages of screens.
 */
@NullMarked
package dev.steno.tui.detail;

import org.jspecify.annotations.NullMarked;
