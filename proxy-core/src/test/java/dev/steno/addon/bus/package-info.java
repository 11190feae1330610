/**
 * Tests of the runtime of addons.
 *
 * <ul>
 *   <li>hooks: {@link HookChainTest}, {@link HandlerSetTest}
 *   <li>run times and threads of handlers: {@link HandlerTimesTest}, {@link HandlerWatchTest},
 *       {@link BlockingExecutorTest}
 *   <li>facts: {@link FlowBusTest}, {@link LatestSubscriptionTest}
 *   <li>the byte budget of the record: {@link RecordBudgetTest}
 *   <li>options and commands of addons: {@link RegistriesTest}
 * </ul>
 */
package dev.steno.addon.bus;
