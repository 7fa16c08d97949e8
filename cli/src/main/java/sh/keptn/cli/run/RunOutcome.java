package sh.keptn.cli.run;

/** How a run ended, as exit codes of the command. */
public enum RunOutcome {
    /** Everything ended with pass or warning. */
    PASSED(0),
    /** A sequence, or a task that runs after one, failed or was aborted. */
    FAILED(1),
    /** It goes on when a person has decided. */
    WAITING(3);

    private final int exitCode;

    RunOutcome(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of the command. */
    public int exitCode() {
        return exitCode;
    }
}
