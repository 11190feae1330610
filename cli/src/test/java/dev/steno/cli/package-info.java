/**
 * Tests of the command line, in this process or with the product in one of its own; and of the pages, which the code is
 * held to.
 *
 * <ul>
 *   <li>calls: {@link CliTest}, {@link LauncherTest}
 *   <li>run: {@link RunCommandTest}, {@link ModesTest}, {@link PassThroughTest}, {@link ForeignSessionTest},
 *       {@link TransparentModeTest}
 *   <li>commands that read: {@link LsCommandTest}, {@link ShowCommandTest}, {@link TailCommandTest}
 *   <li>commands that work on files: {@link ToolCommandsTest}, {@link StoppedWorkTest}, {@link DamagedFilesTest}
 *   <li>what connections leave on the heap: {@link ManyConnectionsTest}, {@link ClosedConnectionsTest},
 *       {@link SmallHeapTest}
 *   <li>pages: {@link DocumentationTest}, {@link ReferenceTest}, {@link AddonsPageTest}, {@link AdrIndexTest},
 *       {@link ContributingPageTest}, {@link DebuggingPageTest}, {@link FuzzingPageTest}, {@link GuardsPageTest},
 *       {@link LayoutPageTest}, {@link LimitsPageTest}, {@link ProtocolsPageTest}, {@link SeedDefectsPageTest},
 *       {@link TimeoutsPageTest}
 *   <li>the sources: {@link SourceTreeTest}, {@link TestMapTest}
 *   <li>libraries: {@link AdvisoriesTest}
 *   <li>leaks in tests: {@link LeakAgentTest}
 * </ul>
 */
package dev.steno.cli;
