package sh.keptn.services.template;

/** A text whose placeholders cannot be filled; the message names the placeholder. */
public final class PlaceholderException extends Exception {

    private static final long serialVersionUID = 1L;

    /** For what {@link Placeholders} finds, and for {@link Placeholders.Escape}s that refuse a value. */
    public PlaceholderException(String placeholder, String problem) {
        super("`" + placeholder + "` " + problem);
    }
}
