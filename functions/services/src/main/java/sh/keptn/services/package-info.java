/** Task services as plain functions, used by Lambda handlers and by standalone alike. No Spring, no AWS SDK, no lifecycle. */
@NullMarked
package sh.keptn.services;

import org.jspecify.annotations.NullMarked;
