package dev.steno.fleet.read;

import java.sql.SQLException;

/** Reports a row of a shared store that no shipper writes. The message names the row and the fault, for people. */
final class DamagedRow extends SQLException {
    private static final long serialVersionUID = 1L;

    DamagedRow(String message) {
        super(message);
    }
}
