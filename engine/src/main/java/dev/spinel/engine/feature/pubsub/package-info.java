/**
 * Publish and subscribe: {@link dev.spinel.engine.feature.pubsub.PubSub} who listens and the delivery, {@link
 * dev.spinel.engine.feature.pubsub.PubSubCommands} rows and methods, {@link
 * dev.spinel.engine.feature.pubsub.KeyspaceNotifier} keyspace events as messages.
 */
package dev.spinel.engine.feature.pubsub;
