package sh.keptn.lambda.publisher.aws;

import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.publisher.UploadedFiles;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Uploaded files as objects of S3. */
final class S3Files implements UploadedFiles {

    private final S3Client s3;

    S3Files(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public String read(String bucket, String key) {
        try {
            return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asUtf8String();
        } catch (NoSuchKeyException e) {
            throw new InvalidInputException("no object `" + key + "` in the bucket " + bucket);
        }
    }
}
