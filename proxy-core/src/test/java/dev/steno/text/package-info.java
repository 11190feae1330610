/**
 * Tests of text helpers.
 *
 * <ul>
 *   <li>numbers with units: {@link QuantityTest}
 *   <li>what a terminal may print: {@link PrintableTest}
 * </ul>
 */
package dev.steno.text;
