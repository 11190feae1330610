/**
 * The packaged product between third-party programs, started as users start it.
 *
 * <ul>
 *   <li>browsers: {@link BrowsingIT}, {@link RefusingBrowserIT}, {@link BrowserPageIT}, {@link LiveIT}, {@link CaPageIT}
 *   <li>gRPC and WebSockets: {@link GrpcIT}, {@link WebSocketIT}; answered by mocks {@link MockedGrpcIT}, {@link MockedWebSocketIT}
 *   <li>clients whose messages are held: {@link HeldClientsIT}
 *   <li>bodies larger than the heap: {@link LargeBodyIT}
 *   <li>kills: {@link KilledIT}, {@link KilledNativesIT}
 *   <li>proxies that ship while they record: {@link ShippedIT}
 *   <li>the time of a start: {@link ArchivedClassesIT}
 *   <li>limits and files of the system: {@link FewDescriptorsIT}, {@link TidyIT}
 * </ul>
 */
package dev.steno.cli.acceptance;
