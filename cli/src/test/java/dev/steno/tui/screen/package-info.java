/**
 * Tests of what all screens share.
 *
 * <ul>
 *   <li>Lines that are typed: {@link LineEditorTest}
 * </ul>
 */
package dev.steno.tui.screen;
