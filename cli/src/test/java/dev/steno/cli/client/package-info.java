/**
 * Tests of clients that Steno sets up: programs within {@code steno exec}, in the environment of {@code steno env}, and
 * browsers.
 *
 * <ul>
 *   <li>exec: {@link ExecCommandTest}, {@link ExecClientsTest}
 *   <li>looking programs up: {@link ExecutablesTest}
 *   <li>env: {@link EnvCommandTest}
 *   <li>browser: {@link BrowserCommandTest}
 *   <li>files and variables: {@link ClientFilesTest}, {@link ClientEnvironmentTest}
 * </ul>
 */
package dev.steno.cli.client;
