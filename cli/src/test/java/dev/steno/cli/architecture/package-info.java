/**
 * Rules on packages and classes.
 *
 * <ul>
 *   <li>dependencies between packages: {@link ArchitectureTest}, {@link WireLayersTest}, {@link RingsTest},
 *       {@link HandlersTest}, {@link ApiSurfaceTest}
 *   <li>sizes and names: {@link SizeAndNameTest}
 *   <li>event loops: {@link EventLoopTest}
 *   <li>rules that need no compilation: {@link SourceRulesTest}
 * </ul>
 */
package dev.steno.cli.architecture;
