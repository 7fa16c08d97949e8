package sh.keptn.lambda.publisher.aws;

import java.time.Duration;
import sh.keptn.aws.Backoff;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.publisher.UploadedFiles;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Uploaded files as objects of S3. A refusal is asked again for some seconds: the first deployment publishes right after it has
 * made the role, and what a role may do is known everywhere only after a while (IAM, "Changes that I make are not always
 * immediately visible").
 */
final class S3Files implements UploadedFiles {

    private static final int FORBIDDEN = 403;

    private final S3Client s3;
    private final Backoff backoff;

    S3Files(S3Client s3) {
        this(s3, Backoff.sleeping(8, Duration.ofSeconds(1), Duration.ofSeconds(8)));
    }

    /** @param backoff while S3 refuses */
    S3Files(S3Client s3, Backoff backoff) {
        this.s3 = s3;
        this.backoff = backoff;
    }

    @Override
    public byte[] read(String bucket, String key) {
        int tries = 0;
        while (true) {
            try {
                return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                        .asByteArray();
            } catch (NoSuchKeyException e) {
                throw new InvalidInputException("no object `" + key + "` in the bucket " + bucket);
            } catch (S3Exception e) {
                tries++;
                if (e.statusCode() != FORBIDDEN || !backoff.again(tries)) {
                    throw e;
                }
            }
        }
    }
}
