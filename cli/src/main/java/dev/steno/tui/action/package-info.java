/**
 * What is done with the selected or focused flows in the terminal user interface: marks, comments, copies, files and
 * removal. On the interface's thread. Uses the package of screens, and the copies and bodies of the session.
 */
@NullMarked
package dev.steno.tui.action;

import org.jspecify.annotations.NullMarked;
