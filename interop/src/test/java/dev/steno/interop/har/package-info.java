/**
 * Tests of the import of HTTP archives. {@code Hars} writes small ones.
 *
 * <ul>
 *   <li>archives in a ZIP file: {@link HarArchiveTest}
 *   <li>which bytes a text stands for: {@link HarBodyTest}
 *   <li>broken JSON: {@link HarDamageTest}
 *   <li>fields, as tools write them: {@link HarImporterTest}
 *   <li>our own export, read again: {@link HarWayBackTest}
 *   <li>large files: {@link LargeArchiveTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.har;

import org.jspecify.annotations.NullMarked;
