/**
 * Tests of import and export as a whole, and what the tests of the formats share: {@code ImportedSession} imports a file into a
 * session of its own, {@code CorpusRow} is a flow that a file is known to hold, {@code RecordedSession} is a session with given
 * flows, to be exported, {@code FuzzedImport} imports mutated files, and {@code JsonTree} reads JSON.
 *
 * <ul>
 *   <li>bodies without their content coding: {@link DecodedBodyTest}
 *   <li>mutated files of formats in JSON: {@link JsonFormatsFuzzTest}
 *   <li>what was lost: {@link LossJsonTest}; a session that cannot be written: {@link UnwritableSessionTest}
 *   <li>a collection of foreign captures, where {@code STENO_CORPUS} names one: {@link CorpusTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop;

import org.jspecify.annotations.NullMarked;
