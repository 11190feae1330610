/**
 * Tests of what runs addons.
 *
 * <ul>
 *   <li>hooks: {@link HookChainTest}
 *   <li>facts: {@link FlowBusTest}, {@link LatestSubscriptionTest}
 *   <li>the memory that records may take: {@link RecordBudgetTest}
 *   <li>options and commands of addons: {@link RegistriesTest}
 * </ul>
 */
package dev.steno.addon.bus;
