/**
 * Tests of comparisons.
 *
 * <ul>
 *   <li>lines of texts: {@link LineDifferencesTest}
 *   <li>paths of JSON, names: {@link NamedValuesTest}
 * </ul>
 *
 * <p>Whole flows are compared in the tests of the API.
 */
@NullMarked
package dev.steno.compare;

import org.jspecify.annotations.NullMarked;
