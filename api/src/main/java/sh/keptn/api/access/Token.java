package sh.keptn.api.access;

import java.util.List;

/**
 * Somebody who is known by a token.
 *
 * @param name the source of the events that he sends
 */
public record Token(String name, List<Permission> permissions) {

    public Token {
        permissions = List.copyOf(permissions);
    }

    /** Whether one of the permissions covers it. */
    public boolean allows(Need need) {
        return permissions.stream().anyMatch(permission -> permission.allows(need));
    }
}
