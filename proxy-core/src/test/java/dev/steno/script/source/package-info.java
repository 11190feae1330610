/**
 * Tests of the compilation of scripts.
 *
 * <ul>
 *   <li>what is compiled, and where faults are said to be: {@link ScriptCompilerTest}
 *   <li>a Java without a compiler: {@link MissingCompilerTest}
 * </ul>
 */
package dev.steno.script.source;
