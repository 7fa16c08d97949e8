package sh.keptn.lambda.publisher;

/** The files of a project that a stack has uploaded before it asks for the project. */
public interface UploadedFiles {

    /**
     * The content of an object.
     *
     * @throws sh.keptn.lambda.InvalidInputException if there is none
     */
    byte[] read(String bucket, String key);
}
