/**
 * Tests of the messages of a flow.
 *
 * <ul>
 *   <li>The list, the filter and the opened message: {@link MessagesTest}
 * </ul>
 */
package dev.steno.tui.message;
