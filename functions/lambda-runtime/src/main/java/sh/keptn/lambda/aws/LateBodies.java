package sh.keptn.lambda.aws;

import java.util.Optional;
import sh.keptn.aws.storage.LargeBodies;
import sh.keptn.aws.storage.S3Bodies;

/** Large bodies whose client is made for the first one: most functions never meet one, and its classes take time to load. */
public final class LateBodies implements LargeBodies {

    private final Clients clients;
    private final String bucket;

    public LateBodies(Clients clients, String bucket) {
        this.clients = clients;
        this.bucket = bucket;
    }

    @Override
    public void put(String name, String body) {
        bodies().put(name, body);
    }

    @Override
    public Optional<String> get(String name) {
        return bodies().get(name);
    }

    @Override
    public void discard(String name) {
        bodies().discard(name);
    }

    private LargeBodies bodies() {
        return new S3Bodies(clients.s3(), bucket);
    }
}
