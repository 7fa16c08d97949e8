package sh.keptn.aws.publisher;

/** How far a run has come. */
public enum Progress {
    /** All is done. */
    DONE,
    /** The time of the run was over before; the same call again continues. */
    CONTINUE
}
