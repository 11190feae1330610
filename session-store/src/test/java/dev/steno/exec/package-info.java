/**
 * Tests of programs that decide about exchanges.
 *
 * <ul>
 *   <li>real child processes: {@link ExecHookTest}
 * </ul>
 */
package dev.steno.exec;
