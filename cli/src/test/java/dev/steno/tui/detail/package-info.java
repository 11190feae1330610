/**
 * Tests of the screen of a flow.
 *
 * <ul>
 *   <li>Tabs, heads, revisions: {@link DetailTest}
 *   <li>Bodies by views, in parts, searched: {@link BodyTest}
 * </ul>
 */
package dev.steno.tui.detail;
