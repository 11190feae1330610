/**
 * Tests of cookies that rules keep.
 *
 * <ul>
 *   <li>in a file: {@link KeptCookiesTest}
 * </ul>
 */
package dev.steno.rule.cookie;
