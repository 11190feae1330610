/**
 * Tests of the resource that sends requests, over a real proxy.
 *
 * <ul>
 *   <li>new requests, and recorded ones with changes: {@link SendResourceTest}
 * </ul>
 */
package dev.steno.web.send;
