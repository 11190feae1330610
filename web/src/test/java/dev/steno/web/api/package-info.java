/**
 * Tests of the resources, by requests to a real server.
 *
 * <ul>
 *   <li>bodies: {@link BodyResourceTest}
 *   <li>views of bodies, messages: {@link LookResourceTest}, {@link MessagesResourceTest}
 *   <li>matches in bodies: {@link FindResourceTest}
 *   <li>comparisons: {@link CompareResourceTest}
 *   <li>previews, media, downloads: {@link TicketsResourceTest}
 *   <li>commands and options: {@link CommandsResourceTest}, {@link OptionsResourceTest}
 * </ul>
 */
@NullMarked
package dev.steno.web.api;

import org.jspecify.annotations.NullMarked;
