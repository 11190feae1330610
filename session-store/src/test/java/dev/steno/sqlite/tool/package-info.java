/**
 * Tests of the operations on whole sessions.
 *
 * <ul>
 *   <li>copies: {@link SessionCopyTest}
 *   <li>merges: {@link SessionMergeTest}
 *   <li>trims: {@link SessionTrimTest}
 *   <li>the same by command: {@link SessionToolCommandsTest}
 * </ul>
 */
@NullMarked
package dev.steno.sqlite.tool;

import org.jspecify.annotations.NullMarked;
