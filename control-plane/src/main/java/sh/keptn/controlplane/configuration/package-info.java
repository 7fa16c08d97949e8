/** The files of a project, by version: shipyard, uniform and the resources of its task services. */
@NullMarked
package sh.keptn.controlplane.configuration;

import org.jspecify.annotations.NullMarked;
