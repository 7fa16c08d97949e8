/** The one SQLite file of a data folder, its single writer with group commit, and the lock that keeps other processes out. */
@NullMarked
package sh.keptn.standalone.database;

import org.jspecify.annotations.NullMarked;
