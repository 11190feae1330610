/**
 * Tests of what rules do.
 *
 * <ul>
 *   <li>responses that name the server which was asked: {@link RewrittenBackTest}
 * </ul>
 */
package dev.steno.rule.action;
