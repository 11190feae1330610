/**
 * Tests of rules in JavaScript.
 *
 * <ul>
 *   <li>what they do, and what they cannot: {@link JsRuleTest}
 * </ul>
 */
package dev.steno.script.js;
