/**
 * Tests of the viewer of long text.
 *
 * <ul>
 *   <li>Rows of wrapped lines, and which are visible: {@link WrappedScrollTest}
 *   <li>Matches of a search: {@link LineMatchesTest}
 * </ul>
 */
package dev.steno.tui.viewer;
