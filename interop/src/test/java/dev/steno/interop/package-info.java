/**
 * Tests of import and export as a whole, and what the tests of the formats share: {@code ImportedSession} imports a file into a
 * session of its own, {@code CorpusRow} is a flow that a file is known to hold. {@code RecordedSession} is one with given flows, to be exported, and {@code JsonTree} reads JSON.
 * {@code CorpusTest} imports a collection of foreign
 * captures where {@code STENO_CORPUS} names one.
 */
@NullMarked
package dev.steno.interop;

import org.jspecify.annotations.NullMarked;
