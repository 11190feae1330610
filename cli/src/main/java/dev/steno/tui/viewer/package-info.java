/**
 * Long text in the terminal user interface: wrapped, searched, and read part by part if it is a body. Uses the looks at
 * bodies and the packages of screens.
 */
@NullMarked
package dev.steno.tui.viewer;

import org.jspecify.annotations.NullMarked;
