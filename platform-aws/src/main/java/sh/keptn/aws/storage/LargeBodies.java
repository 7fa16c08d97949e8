package sh.keptn.aws.storage;

import java.util.Optional;

/** Where bodies lie that are too large for an item of the table. A name is written once and never again with another text. */
public interface LargeBodies {

    /** Stores a text durably. */
    void put(String name, String body);

    /** The text, empty if there is none of that name. */
    Optional<String> get(String name);

    /** Removes a text that nothing names any more. Never fails: what cannot be removed stays, and costs only its storage. */
    void discard(String name);
}
