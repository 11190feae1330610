/**
 * Rules over packages and classes.
 *
 * <ul>
 *   <li>arrows between packages: {@link ArchitectureTest}, {@link WireLayersTest}, {@link RingsTest},
 *       {@link HandlersTest}
 *   <li>sizes and names: {@link SizeAndNameTest}
 *   <li>event loops: {@link EventLoopTest}
 *   <li>what can be said without compiling: {@link SourceRulesTest}
 * </ul>
 */
package dev.steno.cli.architecture;
