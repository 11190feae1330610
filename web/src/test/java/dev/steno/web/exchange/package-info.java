/**
 * Tests of the exchange of flows with other tools over the API.
 *
 * <ul>
 *   <li>files that are sent: {@link ImportResourceTest}
 * </ul>
 */
@NullMarked
package dev.steno.web.exchange;

import org.jspecify.annotations.NullMarked;
