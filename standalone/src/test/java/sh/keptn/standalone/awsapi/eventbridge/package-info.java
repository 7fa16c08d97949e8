@NullMarked
package sh.keptn.standalone.awsapi.eventbridge;

import org.jspecify.annotations.NullMarked;
