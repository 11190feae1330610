/**
 * Tests of the first steps, with a real proxy and real clients.
 *
 * <ul>
 *   <li>the check list: {@link SetupResourceTest}
 * </ul>
 */
@NullMarked
package dev.steno.web.setup;

import org.jspecify.annotations.NullMarked;
