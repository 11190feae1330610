/**
 * Tests of items of Burp Suite, with and without base64.
 *
 * <ul>
 *   <li>mutated files: {@link BurpFuzzTest}
 *   <li>items, with and without base64: {@link BurpImporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.burp;

import org.jspecify.annotations.NullMarked;
