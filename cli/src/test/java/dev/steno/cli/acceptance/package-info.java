/**
 * The packed product between programs that others wrote, started as people start it.
 *
 * <ul>
 *   <li>browsers: {@link BrowsingIT}, {@link BrowserPageIT}, {@link LiveIT}
 *   <li>gRPC and WebSockets: {@link GrpcIT}, {@link WebSocketIT}
 *   <li>bodies larger than the heap: {@link LargeBodyIT}
 *   <li>kills: {@link KilledIT}, {@link KilledNativesIT}
 *   <li>the machine around it: {@link FewDescriptorsIT}, {@link TidyIT}
 * </ul>
 */
package dev.steno.cli.acceptance;
