/**
 * Tests of resources, over real connections.
 *
 * <ul>
 *   <li>bodies: {@link BodyResourceTest}
 *   <li>views of bodies, messages: {@link LookResourceTest}, {@link MessagesResourceTest}
 * </ul>
 */
@NullMarked
package dev.steno.web.api;

import org.jspecify.annotations.NullMarked;
