package dev.steno.sqlite.file;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.sqlite.Function;
import org.sqlite.ProgressHandler;

/** A connection that caches its prepared statements. For one thread at a time. */
public final class SqliteConnection implements AutoCloseable {
    private static final int STEPS_BETWEEN_QUESTIONS = 20_000;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    public SqliteConnection(Connection connection) {
        this.connection = connection;
    }

    /** Returns the cached statement for this text. Its parameters keep their last values. */
    public PreparedStatement of(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** Prepares a statement for one use; the caller closes it. */
    public PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Defines an SQL function whose result depends only on its arguments. */
    public void define(String name, int arguments, Function function) throws SQLException {
        Function.create(connection, name, function, arguments, Function.FLAG_DETERMINISTIC);
    }

    /** Runs a statement with numbers as parameters; returns the number of changed rows. */
    public int run(String sql, long... parameters) throws SQLException {
        PreparedStatement statement = of(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        return statement.executeUpdate();
    }

    /** Runs a statement or pragma and ignores its result. */
    public void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a script of several statements. */
    void script(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Returns the number in the first column of the first row; 0 if there is no row. */
    public long number(String sql, long... parameters) throws SQLException {
        PreparedStatement statement = of(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Returns the numbers in the first column. */
    public List<Long> numbers(String sql, long... parameters) throws SQLException {
        PreparedStatement statement = of(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        List<Long> numbers = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
        }
        return numbers;
    }

    /**
     * Makes statements interruptible. SQLite polls the callback every {@value #STEPS_BETWEEN_QUESTIONS} steps of its
     * virtual machine; if it returns true, the statement fails.
     */
    public void interruptible(BooleanSupplier stopped) throws SQLException {
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_QUESTIONS, new ProgressHandler() {
            @Override
            protected int progress() {
                return stopped.getAsBoolean() ? 1 : 0;
            }
        });
    }

    /**
     * Closes all cached statements. Call after a failure: the driver makes the failed statement unusable without
     * reporting it.
     */
    public void forget() {
        for (PreparedStatement statement : prepared.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                // the failed statement
            }
        }
        prepared.clear();
    }

    @Override
    public void close() throws SQLException {
        connection.close(); // also closes its statements
    }
}
