/**
 * Tests of the import of sessions of Charles.
 *
 * <ul>
 *   <li>sessions in JSON and in a ZIP file: {@link CharlesImporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.charles;

import org.jspecify.annotations.NullMarked;
