/**
 * Tests of the session file: real files, real processes.
 *
 * <ul>
 *   <li>writing and reading back: {@link WritingTest}, {@link SessionRoundTripTest}, {@link AnyFlowTest},
 *       {@link WebSocketRecordTest}, {@link NumbersTest}, {@link FlowsByNumberTest}
 *   <li>the format and older ones: {@link SessionFormatPageTest}, {@link GoldenSessionTest}
 *   <li>several processes: {@link ProcessesTest}, {@link RefusalTest}, {@link WalSizeLimitTest}
 *   <li>loss of power, failing disks: {@link PowerCutTest}, {@link TornCheckpointTest}, {@link TroubleTest},
 *       {@link OutageTest}
 *   <li>searches: {@link FlowSearchTest}
 *   <li>columns and stored numbers: {@link FlowColumnsTest}, {@link UnknownNumbersTest}
 *   <li>held flows: {@link HeldFlowTest}
 * </ul>
 */
@NullMarked
package dev.steno.sqlite;

import org.jspecify.annotations.NullMarked;
