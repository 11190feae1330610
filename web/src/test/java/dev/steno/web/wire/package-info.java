/**
 * Tests of the resources about clients and their connections.
 *
 * <ul>
 *   <li>connections: {@link ConnectionsResourceTest}
 *   <li>what passes through: {@link PassThroughResourceTest}
 * </ul>
 */
package dev.steno.web.wire;
