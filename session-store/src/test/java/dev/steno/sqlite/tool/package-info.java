/**
 * Tests of the operations on whole sessions.
 *
 * <ul>
 *   <li>copies: {@link SessionCopyTest}
 *   <li>merges: {@link SessionMergeTest}
 *   <li>redactions, with {@link PlantedSecrets} and a {@link RedactingProcess}: {@link SessionRedactionTest}
 *   <li>trims: {@link SessionTrimTest}
 *   <li>the same by command: {@link SessionToolCommandsTest}
 * </ul>
 */
@NullMarked
package dev.steno.sqlite.tool;

import org.jspecify.annotations.NullMarked;
