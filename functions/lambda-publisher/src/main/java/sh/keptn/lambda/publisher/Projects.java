package sh.keptn.lambda.publisher;

import java.time.Instant;
import java.util.Map;
import sh.keptn.translator.Plan;

/** What can be done to projects on AWS. Each call works until {@code end} and answers whether it is done; if not, the same call goes on. */
public interface Projects {

    /**
     * Stores the files of a project, from which its tasks read.
     *
     * @param files content by path
     * @throws IllegalArgumentException if a path leads out of the project
     */
    void keep(String project, Map<String, byte[]> files);

    /**
     * The files of a project by path.
     *
     * @param version of what was kept
     * @return empty where other files were kept since, or the project was deleted
     */
    Map<String, byte[]> kept(String project, String version);

    /** Brings a plan to AWS and makes it the project's active one. */
    boolean publish(Plan plan, Instant end);

    /** Removes all of a project but its event log. */
    boolean delete(String project, Instant end);

    /** Removes what earlier plans have left and nothing uses any more. */
    boolean cleanUp(String project, Instant end);
}
