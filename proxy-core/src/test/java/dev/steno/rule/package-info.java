/**
 * Tests of rules.
 *
 * <ul>
 *   <li>on HTTP/1: {@link RulesTest}, files {@link MapLocalTest}
 *   <li>bodies: {@link BodyRulesTest}, those that are not held {@link StreamedBodyRulesTest},
 *       JSON in them {@link StreamedJsonTest}, trailers behind them {@link StreamedTrailersTest}
 *   <li>which rules match: {@link RuleSelectorTest}
 *   <li>from a file of rules: {@link RulesFileTest}
 *   <li>answers, which are changed and held like responses: {@link RuleAnswersTest}
 *   <li>on HTTP/2: {@link RulesHttp2Test}
 * </ul>
 */
package dev.steno.rule;
