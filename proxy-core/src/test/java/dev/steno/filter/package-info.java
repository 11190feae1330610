/**
 * Tests of filter expressions.
 *
 * <ul>
 *   <li>operators and their meaning: {@link FilterTest}, {@link OperandsTest}, {@link MatchTest}, {@link OrderTest},
 *       {@link OpenFlowTest}, {@link BodyFilterTest}
 *   <li>the grammar: {@link FilterGrammarTest}, {@link FilterQuirksTest}, {@link FilterRoundTripTest},
 *       {@link FilterFuzzTest}
 *   <li>errors and completion: {@link FilterErrorTest}, {@link FilterCompletionTest}, {@link FilterOperandTest}
 *   <li>texts and regular expressions: {@link NeedleTest}, {@link RegexTest}, {@link RegexCompileTimeTest}
 *   <li>what every match of an expression has: {@link RequiredBytesTest}
 * </ul>
 */
package dev.steno.filter;
