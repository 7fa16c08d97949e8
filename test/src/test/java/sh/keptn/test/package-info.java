/** Tests of the product from outside: the keptn command as a process, its files, its output and its events. */
@NullMarked
package sh.keptn.test;

import org.jspecify.annotations.NullMarked;
