/**
 * Help for clients that cache: they hear when a key they read has changed. {@link
 * dev.spinel.engine.feature.tracking.Tracking} remembers and tells, {@link
 * dev.spinel.engine.feature.tracking.TrackingTable} knows who read which key, {@link
 * dev.spinel.engine.feature.tracking.Broadcasts} who wants to hear of all keys with a prefix, {@link
 * dev.spinel.engine.feature.tracking.Invalidation} is the message, {@link
 * dev.spinel.engine.feature.tracking.TrackingCommands} rows and methods. While nobody tracks, nothing here is asked.
 */
package dev.spinel.engine.feature.tracking;
