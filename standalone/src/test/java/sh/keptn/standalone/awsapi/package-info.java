@NullMarked
package sh.keptn.standalone.awsapi;

import org.jspecify.annotations.NullMarked;
