package sh.keptn.test.benchmarks;

/** What the benchmarks of the engine share. */
final class Engines {

    private Engines() {}

    /** A definition whose placeholders stand for functions of the same name. */
    static String filled(String definition) {
        return definition.replace("${DispatchTask}", "DispatchTask").replace("${CompleteSequence}", "CompleteSequence");
    }
}
