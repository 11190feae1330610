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

/** A connection with its statements, each prepared once. For one thread at a time. */
public final class SqliteConnection implements AutoCloseable {
    private static final int STEPS_BETWEEN_QUESTIONS = 20_000;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    public SqliteConnection(Connection connection) {
        this.connection = connection;
    }

    /** The statement for this text. Its parameters keep their values from the last use. */
    public PreparedStatement of(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** A statement for one use, which the caller closes. */
    public PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Gives the connection an SQL function whose result depends on its arguments alone. */
    public void define(String name, int arguments, Function function) throws SQLException {
        Function.create(connection, name, function, arguments, Function.FLAG_DETERMINISTIC);
    }

    /** Runs a statement with numbers as parameters; says how many rows it changed. */
    public int run(String sql, long... parameters) throws SQLException {
        PreparedStatement statement = of(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        return statement.executeUpdate();
    }

    /** Runs a script or a pragma, whatever it returns. */
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

    /** The number in the first column of the first row; 0 where there is none. */
    public long number(String sql, long... parameters) throws SQLException {
        PreparedStatement statement = of(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** The numbers in the first column. */
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

    /** Has statements asked, some thousand steps of SQLite's machine apart, whether to end at once with a failure. */
    public void interruptible(BooleanSupplier stopped) throws SQLException {
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_QUESTIONS, new ProgressHandler() {
            @Override
            protected int progress() {
                return stopped.getAsBoolean() ? 1 : 0;
            }
        });
    }

    /** Lets all prepared statements go: the driver makes one that failed unusable, and does not say so. */
    public void forget() {
        for (PreparedStatement statement : prepared.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                // it is the failed one
            }
        }
        prepared.clear();
    }

    @Override
    public void close() throws SQLException {
        connection.close(); // closes its statements too
    }
}
