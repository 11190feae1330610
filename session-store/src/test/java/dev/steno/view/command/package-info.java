/**
 * Tests of the commands on views.
 *
 * <ul>
 *   <li>commands: {@link ViewCommandsTest}
 * </ul>
 */
@NullMarked
package dev.steno.view.command;

import org.jspecify.annotations.NullMarked;
