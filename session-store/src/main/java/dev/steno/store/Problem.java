package dev.steno.store;

/**
 * One fault of a session file.
 *
 * @param flow the flow concerned; 0 if there is none
 * @param text the fault, as a sentence for people
 */
public record Problem(Kind kind, long flow, String text) {

    /** The kinds of fault, in the order in which reports list them. */
    public enum Kind {
        /** SQLite's own check of the file failed. */
        STRUCTURE("the file's structure is damaged"),
        /** The file contains an object that the format does not define, or lacks one that it defines. */
        SCHEMA("objects that are not as the format defines them"),
        /** A fact about the session itself is missing or invalid. */
        META("facts about the session that are missing or invalid"),
        /** Data differs from its checksum. */
        ALTERED("encoded forms, chunks and messages that were altered since they were recorded"),
        /** A flow's encoded form does not decode, or belongs to another flow. */
        UNREADABLE("flows that cannot be read"),
        /** A flow has columns but no encoded form. */
        NO_MESSAGE("flows without their encoded form"),
        /** A flow has an encoded form but no columns, so that lists do not contain it. */
        NO_ROW("flows that no list shows"),
        /** The columns of a flow differ from its encoded form. */
        PROJECTION("flows whose columns differ from their encoded form"),
        /** The annotation rows of a flow differ from its encoded form. */
        ANNOTATIONS("flows whose annotations differ from their encoded form"),
        /** A flow counts more bytes of a body than are stored. */
        SHORT_BODY("bodies that are missing or too short"),
        /** A body's row is missing or contradicts its flow. */
        BODY_ROW("bodies whose row differs from their flow"),
        /** A raw stream counts more messages than are stored. */
        SHORT_STREAM("streams with missing messages"),
        /** A certificate does not match its fingerprint. */
        CERTIFICATE("damaged certificates"),
        /** A flow refers to a certificate that is not stored. */
        NO_CERTIFICATE("flows whose certificates are missing"),
        /** No flow refers to the body. */
        ORPHAN_BODY("bodies to which no flow refers"),
        /** Chunks of a body without a row. */
        ORPHAN_PIECES("chunks without a body"),
        /** Messages of a raw stream whose flow does not exist. */
        ORPHAN_STREAM("messages of streams that do not exist"),
        /** Annotations of a flow that does not exist. */
        ORPHAN_ANNOTATION("annotations of flows that do not exist"),
        /** Edits of a flow that does not exist. */
        ORPHAN_REVISION("edits of flows that do not exist"),
        /** A running number is lower than a number in use. */
        COUNTER("running numbers that are too low"),
        /** The index of texts is incomplete. */
        TEXT_INDEX("parts that the index of texts lacks"),
        /** A flow is open, but no process records. */
        LEFT_OPEN("flows that were open when their recorder died", true),
        /** No flow refers to the body yet, and no process records. */
        LEFT_BODY("bodies whose recorder died before a flow referred to them", true);

        private final String label;
        private final boolean leftover;

        Kind(String label) {
            this(label, false);
        }

        Kind(String label, boolean leftover) {
            this.label = label;
            this.leftover = leftover;
        }

        /** The heading for problems of this kind in a report. */
        public String label() {
            return label;
        }

        /**
         * Whether the kind is a normal consequence of a recorder's death, and not damage. The next recorder cleans it
         * up, and so does a repair.
         */
        public boolean isLeftover() {
            return leftover;
        }
    }
}
