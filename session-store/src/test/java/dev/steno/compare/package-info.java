/**
 * Tests of comparisons.
 *
 * <ul>
 *   <li>lines of texts: {@link LineDifferencesTest}
 *   <li>names: {@link NamedValuesTest}
 *   <li>shortest edit scripts: {@link EditScriptTest}
 *   <li>what is made to be expensive: {@link HostileBodiesTest}
 * </ul>
 *
 * <p>Whole flows are compared in the tests of the API and of {@code dev.steno.diff}.
 */
@NullMarked
package dev.steno.compare;

import org.jspecify.annotations.NullMarked;
