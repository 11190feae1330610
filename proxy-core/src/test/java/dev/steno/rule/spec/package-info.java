/**
 * Tests of the texts of rules.
 *
 * <ul>
 *   <li>parts: {@link SpecPartsTest}
 *   <li>replacements: {@link ReplacementTest}
 *   <li>filters that cannot match: {@link FilterReachTest}
 * </ul>
 */
package dev.steno.rule.spec;
