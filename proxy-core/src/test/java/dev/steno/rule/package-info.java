/**
 * Tests of rules.
 *
 * <ul>
 *   <li>on HTTP/1: {@link RulesTest}, files {@link MapLocalTest}
 *   <li>answers, which are changed and held like responses: {@link RuleAnswersTest}
 *   <li>on HTTP/2: {@link RulesHttp2Test}
 * </ul>
 */
package dev.steno.rule;
