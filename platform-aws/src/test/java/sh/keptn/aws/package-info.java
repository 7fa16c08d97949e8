/** Tests of the adapters over real HTTP: against moto's server, or a stub that answers as AWS documents. */
@NullMarked
package sh.keptn.aws;

import org.jspecify.annotations.NullMarked;
