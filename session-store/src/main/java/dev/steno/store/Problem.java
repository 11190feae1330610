package dev.steno.store;

/**
 * One thing in a session file that is not as it should be.
 *
 * @param flow the flow that it concerns; 0 where it concerns none
 * @param text what is wrong, for people
 */
public record Problem(Kind kind, long flow, String text) {

    /** What can be wrong, in the order in which reports name it. */
    public enum Kind {
        /** SQLite's own check of the file failed. */
        STRUCTURE("the file's structure is damaged"),
        /** The file defines what no session has, or lacks what each has. */
        SCHEMA("objects that are not as the format defines them"),
        /** The session's own facts are missing or odd. */
        META("facts about the session that are missing or odd"),
        /** Bytes are not those that were recorded. */
        ALTERED("messages and pieces that were altered since they were recorded"),
        /** A flow's message does not decode, or is another flow's. */
        UNREADABLE("flows that cannot be read"),
        /** A flow has columns and no message. */
        NO_MESSAGE("flows without their message"),
        /** A flow has a message and no columns, so that no list shows it. */
        NO_ROW("flows that no list shows"),
        /** The columns of a flow are not those of its message. */
        PROJECTION("flows whose columns differ from their message"),
        /** The annotation rows of a flow are not those of its message. */
        ANNOTATIONS("flows whose annotations differ from their message"),
        /** A flow counts bytes of a body that are not there. */
        SHORT_BODY("bodies that are missing or too short"),
        /** A body's row is missing or says something else than its flow. */
        BODY_ROW("bodies whose row differs from their flow"),
        /** A raw stream counts pieces that are not there. */
        SHORT_STREAM("streams with missing pieces"),
        /** A certificate is not the one that its fingerprint says. */
        CERTIFICATE("damaged certificates"),
        /** A flow names a certificate that is not there. */
        NO_CERTIFICATE("flows whose certificates are missing"),
        /** A body that no flow names. */
        ORPHAN_BODY("bodies that no flow names"),
        /** Pieces of a body that has no row. */
        ORPHAN_PIECES("pieces of no body"),
        /** Pieces of a raw stream whose flow is not there. */
        ORPHAN_STREAM("pieces of streams that are not there"),
        /** Annotations of a flow that is not there. */
        ORPHAN_ANNOTATION("annotations of flows that are not there"),
        /** A running number is below one that was given. */
        COUNTER("running numbers that are too low"),
        /** The index of texts is not whole. */
        TEXT_INDEX("parts that the index of texts lacks"),
        /** A flow is open, and nobody records. */
        LEFT_OPEN("flows that were open when their recorder died", true),
        /** A body came before its flow named it, and nobody records. */
        LEFT_BODY("bodies that came before their recorder died and could be named", true);

        private final String label;
        private final boolean leftover;

        Kind(String label) {
            this(label, false);
        }

        Kind(String label, boolean leftover) {
            this.label = label;
            this.leftover = leftover;
        }

        /** What these problems are called in a report. */
        public String label() {
            return label;
        }

        /**
         * Whether it is what every death of a recorder leaves: no damage. The next recorder puts it in order by itself, and
         * so does a repair.
         */
        public boolean isLeftover() {
            return leftover;
        }
    }
}
