/**
 * Tests of the JSON scanner, with Jackson as the oracle.
 *
 * <ul>
 *   <li>random JSON: {@link JsonScannerFuzzTest}
 *   <li>tokens, salvage and places: {@link JsonScannerTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.json;

import org.jspecify.annotations.NullMarked;
