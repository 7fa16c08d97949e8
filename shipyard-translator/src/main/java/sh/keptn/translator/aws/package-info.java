/** What AWS allows and charges. */
@NullMarked
package sh.keptn.translator.aws;

import org.jspecify.annotations.NullMarked;
