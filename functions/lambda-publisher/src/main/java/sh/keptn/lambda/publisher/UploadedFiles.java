package sh.keptn.lambda.publisher;

/** The files of a project that a stack has uploaded before it asks for the project. */
public interface UploadedFiles {

    /**
     * The text of an object, in UTF-8.
     *
     * @throws sh.keptn.lambda.InvalidInputException if there is none
     */
    String read(String bucket, String key);
}
