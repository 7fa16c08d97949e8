package sh.keptn.lambda.publisher;

import java.time.Instant;
import sh.keptn.aws.publisher.Progress;
import sh.keptn.translator.Plan;

/** What can be done to projects, as {@link sh.keptn.aws.publisher.Publisher} does it: each call until {@code end}, the same again goes on. */
public interface Projects {

    Progress publish(Plan plan, Instant end);

    Progress delete(String project, Instant end);

    Progress cleanUp(String project, Instant end);
}
