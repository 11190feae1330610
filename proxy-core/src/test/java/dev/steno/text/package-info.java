/**
 * Tests of the formatting of text for people.
 *
 * <ul>
 *   <li>numbers with units: {@link QuantityTest}
 *   <li>lists of flows: {@link ListLayoutTest}
 *   <li>escaping for terminals: {@link PrintableTest}
 * </ul>
 */
package dev.steno.text;
