/**
 * Tests of addons in jars, with jars that are compiled by the tests.
 *
 * <ul>
 *   <li>loading, and what is refused: {@link AddonFolderTest}
 *   <li>in a running proxy: {@link RunningJarTest}
 * </ul>
 */
package dev.steno.script.run;
