package sh.keptn.services.sli;

/**
 * Gives the values of all indicators of an evaluation. What is known about single indicators, and what went wrong with them, stands
 * with their values; nothing is thrown for them.
 */
@FunctionalInterface
public interface SliSource {

    /** The values, in the order of the request and as many; returns before the request's deadline. */
    SliAnswer values(SliRequest request);
}
