/**
 * Tests of rules in the terminal user interface.
 *
 * <ul>
 *   <li>Their screen, and rules that are made of a flow: {@link RulesScreenTest}
 * </ul>
 */
package dev.steno.tui.rule;
