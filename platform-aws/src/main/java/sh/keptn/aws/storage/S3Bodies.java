package sh.keptn.aws.storage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Large bodies as objects of a bucket, below {@code bodies/}. */
public final class S3Bodies implements LargeBodies {

    private static final Logger LOG = System.getLogger(S3Bodies.class.getName());
    private static final String FOLDER = "bodies/";

    private final S3Client client;
    private final String bucket;

    public S3Bodies(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    public void put(String name, String body) {
        client.putObject(
                request -> request.bucket(bucket).key(FOLDER + name).contentType("application/json"),
                RequestBody.fromString(body));
    }

    @Override
    public Optional<String> get(String name) {
        try {
            return Optional.of(
                    client.getObjectAsBytes(request -> request.bucket(bucket).key(FOLDER + name))
                            .asUtf8String());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public void discard(String name) {
        try {
            client.deleteObject(request -> request.bucket(bucket).key(FOLDER + name));
        } catch (SdkException e) {
            LOG.log(Level.WARNING, "object " + FOLDER + name + " is not used any more and could not be deleted", e);
        }
    }
}
