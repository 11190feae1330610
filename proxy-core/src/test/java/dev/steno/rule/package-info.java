/**
 * Tests of rules.
 *
 * <ul>
 *   <li>on HTTP/1: {@link RulesTest}, files {@link MapLocalTest}
 *   <li>from a file of rules: {@link RulesFileTest}
 *   <li>on HTTP/2: {@link RulesHttp2Test}
 * </ul>
 */
package dev.steno.rule;
