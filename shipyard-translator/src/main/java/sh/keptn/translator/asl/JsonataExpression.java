package sh.keptn.translator.asl;

/**
 * An expression that the translator wrote. Author text only becomes one through {@code AuthorText}, as a literal.
 *
 * @param source without the markers {@code {% %}}
 */
public record JsonataExpression(String source) {

    /** As it stands in a definition. */
    public String text() {
        return "{% " + source + " %}";
    }
}
