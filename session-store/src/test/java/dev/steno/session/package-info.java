/**
 * Tests of the session, and flows for tests.
 *
 * <ul>
 *   <li>several threads: {@link SessionConcurrencyTest}
 *   <li>retention by age and size: {@link RetentionTest}, {@link AgeClockTest}
 *   <li>the index of texts: {@link TextIndexerTest}
 *   <li>stored bodies as answers: {@link StoredBodyAnswerTest}, {@link SessionFlowsTest}
 *   <li>held bodies that wait in the session: {@link HeldSpoolTest}
 *   <li>what a run records if its record is redacted: {@link RecordRedactionTest}
 *   <li>edits of recorded flows: {@link StoredEditsTest}
 *   <li>stores that fail: {@link FailingStoreTest}, {@link SeedDefectsTest}
 *   <li>held bodies that are kept in the session: {@link HeldSpoolTest}
 * </ul>
 */
@NullMarked
package dev.steno.session;

import org.jspecify.annotations.NullMarked;
