/**
 * Tests of the resources of rules.
 *
 * <ul>
 *   <li>list, set, switch, try: {@link RulesResourceTest}
 * </ul>
 */
package dev.steno.web.rules;
