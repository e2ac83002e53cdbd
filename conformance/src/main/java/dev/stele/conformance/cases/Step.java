package dev.stele.conformance.cases;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One step of a case.
 *
 * @param line the line of the case file, from 1
 */
public record Step(int line, Action action, Expectation expectation) {

    /** What is done. */
    public sealed interface Action {}

    /** A call by the client {@code client}, who is empty for the case's own. */
    public record Call(String client, String reducer, JsonNode args) implements Action {}

    public record Connect(String client) implements Action {}

    public record Disconnect(String client) implements Action {}

    public record Sql(String statement) implements Action {}

    /** Compares the schema with the text of {@code file}. */
    public record Schema(String file, String expected) implements Action {}

    /** What must come of it. */
    public record Expectation(
            Outcome outcome, List<Update> updates, List<LogLine> logs, List<JsonNode> rows) {

        public Expectation {
            updates = List.copyOf(updates);
            logs = List.copyOf(logs);
            rows = List.copyOf(rows);
        }
    }

    /** How the action must end. */
    public sealed interface Outcome {}

    public record Done() implements Outcome {}

    /** The module refuses with a text. */
    public record UserError(String text) implements Outcome {}

    public record Crash() implements Outcome {}

    /** The server refuses; any text when {@code text} is empty. */
    public record Refused(String text) implements Outcome {}

    /** Rows that one message brings to subscribers. */
    public record Update(List<Change> changes) {

        public Update {
            changes = List.copyOf(changes);
        }
    }

    /** How a row changes. */
    public enum Kind {
        INSERT,
        DELETE,
        EVENT
    }

    public record Change(Kind kind, String table, JsonNode row) {}

    /** A line that is logged; without level when it is enough that some line holds the text. */
    public record LogLine(String level, String text) {

        public boolean isSomewhere() {
            return level.isEmpty();
        }
    }
}
