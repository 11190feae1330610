/**
 * Tests of scripts that run, over real sockets.
 *
 * <ul>
 *   <li>each hook, and what a script can do there: {@link ScriptHooksTest}
 *   <li>what is told of connections and streams, and exceptions in each hook: {@link ScriptEventsTest}
 *   <li>files that change while exchanges pass: {@link ScriptReloadTest}, {@link ScriptWatchTest}
 *   <li>the order of calls: {@link CallOrderTest}
 *   <li>calls that do not return, and threads that have no room: {@link StuckScriptTest}, {@link ScriptThreadsTest}
 *   <li>bodies that pass: {@link ScriptBodiesTest}
 *   <li>the examples of the documentation: {@link ExampleScriptsTest}
 * </ul>
 */
package dev.steno.script.run;
