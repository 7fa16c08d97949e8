package sh.keptn.translator;

/** A file to translate: its name as diagnostics print it, and its text. */
public record SourceFile(String name, String text) {}
