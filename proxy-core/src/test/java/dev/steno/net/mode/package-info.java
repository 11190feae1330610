/**
 * Tests of the modes of listeners.
 *
 * <ul>
 *   <li>their syntax: {@link ListenerParserTest}
 * </ul>
 */
package dev.steno.net.mode;
