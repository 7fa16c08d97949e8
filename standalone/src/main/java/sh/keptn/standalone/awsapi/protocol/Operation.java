package sh.keptn.standalone.awsapi.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of an API. */
@FunctionalInterface
public interface Operation {

    /**
     * Does it.
     *
     * @return the members of the answer; those that are null are left out
     * @throws AwsError as the API documents it
     */
    Map<String, ? extends @Nullable Object> run(Caller caller, Parameters parameters);
}
