/**
 * Brings plans to AWS and removes them again: versions of state machines, rules of task services, and one write that makes a
 * whole plan the active one. Everything is repeatable; progress is kept in the store.
 */
@NullMarked
package sh.keptn.aws.publisher;

import org.jspecify.annotations.NullMarked;
