/**
 * The embedded engine: interprets the JSONata dialect of the Amazon States Language, durably. {@link
 * sh.keptn.standalone.engine.Interpreter} is pure; {@link sh.keptn.standalone.engine.EmbeddedEngine} stores what it
 * decides before anybody sees it. Knows neither store nor bus.
 */
@NullMarked
package sh.keptn.standalone.engine;

import org.jspecify.annotations.NullMarked;
