/**
 * Tests of clients that Steno sets up: programs within {@code steno exec}, in the environment of {@code steno env}, and
 * browsers.
 *
 * <ul>
 *   <li>exec: {@link ExecCommandTest}, {@link ExecClientsTest}
 *   <li>files and variables: {@link ClientFilesTest}, {@link ClientEnvironmentTest}
 * </ul>
 */
package dev.steno.cli.client;
