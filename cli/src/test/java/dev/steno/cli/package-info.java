/**
 * Tests of the command line, in the test process or with the product in a separate process; and tests that compare the
 * documentation with the code.
 *
 * <ul>
 *   <li>calls: {@link CliTest}, {@link ArgumentsTest}, {@link SessionAddressTest}, {@link HelpTest}, {@link LauncherTest},
 *       {@link SurroundingsTest}
 *   <li>run: {@link RunCommandTest}, {@link ModesTest}, {@link PassThroughTest}, {@link RefusingProgramsTest},
 *       {@link ForeignSessionTest}, {@link TransparentModeTest}, {@link DaemonTest}, {@link ReloadTest},
 *       {@link WebInterfaceTest}, {@link WithheldTokenTest}, {@link RunningStenoTest}, {@link HoldCommandTest}, {@link HoldStreamTest},
 *       {@link HeldProcessTest}, {@link EditedFlowTest}, {@link ScriptCommandTest},
 *       {@link MissingLibrariesTest}
 *   <li>commands that read: {@link AddonsCommandTest}, {@link LsCommandTest}, {@link ShowCommandTest}, {@link TuiCommandTest}, {@link ShowJsonTest},
 *       {@link ShowContentTest}, {@link TailCommandTest}, {@link SqlCommandTest},
 *       {@link DiffCommandTest}
 *   <li>other tools' files: {@link ImportCommandTest}, {@link ImportFolderTest}, {@link ExportCommandTest}
 *   <li>commands that change files: {@link ToolCommandsTest}, {@link StoppedWorkTest}, {@link DamagedFilesTest},
 *       {@link DamagedFlowsTest}
 *   <li>shared stores: {@link ShipCommandTest}, {@link SharedDurabilityTest}, {@link ShippingNoticesTest},
 *       {@link ViewerNotesTest}, {@link StoreComparedTest}, {@link StoreListsTest}
 *   <li>heap and connections: {@link ManyConnectionsTest}, {@link ClosedConnectionsTest}, {@link SmallHeapTest}
 *   <li>pages: {@link DocumentationTest}, {@link PageCallsTest}, {@link ReferenceTest}, {@link AddonsPageTest}, {@link AdrIndexTest},
 *       {@link ContributingPageTest}, {@link ApiPageTest}, {@link FleetPageTest}, {@link HoldPageTest}, {@link ReplayPageTest}, {@link MockPageTest}, {@link RulesPageTest}, {@link ScriptsPageTest}, {@link ThrottlePageTest}, {@link DebuggingPageTest}, {@link FuzzingPageTest}, {@link GuardsPageTest}, {@link ChangePageTest},
 *       {@link LayoutPageTest}, {@link LimitsPageTest}, {@link MetricsPageTest}, {@link ProtocolsPageTest}, {@link SeedDefectsPageTest},
 *       {@link TimeoutsPageTest}
 *   <li>the sources: {@link SourceTreeTest}, {@link TestMapTest}
 *   <li>libraries: {@link AdvisoriesTest}
 *   <li>the processes of tests: {@link LeakAgentTest}, {@link ProductClassesTest}, {@link RehearsalStoreTest}
 * </ul>
 */
package dev.steno.cli;
