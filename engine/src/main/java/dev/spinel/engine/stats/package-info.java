/** What the server tells about itself. */
package dev.spinel.engine.stats;
