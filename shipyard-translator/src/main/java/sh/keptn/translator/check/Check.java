package sh.keptn.translator.check;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;

/** A rule about a shipyard or a uniform. */
interface Check<T> {

    /** What breaks the rule, in any order. */
    List<Diagnostic> check(T model);
}
