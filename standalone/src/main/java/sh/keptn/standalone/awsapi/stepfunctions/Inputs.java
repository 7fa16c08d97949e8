package sh.keptn.standalone.awsapi.stepfunctions;

import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.engine.Execution;

/** The inputs of executions as they were written: AWS shows their blanks and numbers, the engine keeps their values. */
final class Inputs {

    private final Database database;

    Inputs(Database database) {
        this.database = database;
        database.write(statements -> {
            statements.define("CREATE TABLE IF NOT EXISTS sfn_inputs (execution TEXT PRIMARY KEY, input TEXT NOT NULL)"
                    + " WITHOUT ROWID");
            return true;
        });
    }

    /** Keeps an input that the engine would show in another way; call before the execution starts. */
    void keep(String execution, String input) {
        if (!input.equals(Json.write(Json.parse(input)))) {
            database.write(statements -> statements.update(
                    "INSERT OR IGNORE INTO sfn_inputs (execution, input) VALUES (?, ?)", execution, input));
        }
    }

    /** The input as it was written. */
    String of(Execution execution) {
        return database
                .read(statements -> statements.query(
                        "SELECT input FROM sfn_inputs WHERE execution = ?",
                        row -> row.getString(1),
                        execution.reference()))
                .stream()
                // A start that was refused because of another input may have left its own.
                .filter(text -> Json.write(Json.parse(text)).equals(execution.input()))
                .findFirst()
                .orElse(execution.input());
    }
}
