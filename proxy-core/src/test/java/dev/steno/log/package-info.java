/**
 * Tests of the log.
 *
 * <ul>
 *   <li>lines that are kept: {@link EventLogTest}
 *   <li>the file: {@link LogFileTest}
 * </ul>
 */
package dev.steno.log;
