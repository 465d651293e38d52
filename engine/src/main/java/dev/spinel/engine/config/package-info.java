/**
 * Settings: every one a row, and the texts they come from and go to. No file is read or written here.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.config.Settings} holds the rows, each a {@link dev.spinel.engine.config.Setting} with
 *       a value of its own type; {@link dev.spinel.engine.config.Choice} names the values of those that choose.
 *   <li>{@link dev.spinel.engine.config.SettingsUpdate} is CONFIG SET, {@code Settings.get} CONFIG GET,
 *       {@link dev.spinel.engine.config.ConfigRewrite} CONFIG REWRITE.
 *   <li>{@link dev.spinel.engine.config.ConfigFile} loads configuration text, {@link
 *       dev.spinel.engine.config.CommandLine} makes such text of arguments, {@link
 *       dev.spinel.engine.config.ConfigWords} splits and quotes its words; {@link
 *       dev.spinel.engine.config.ConfigDirectives} takes what is no setting.
 * </ul>
 *
 * <p>Text is Latin-1 throughout, one char per byte, so that any bytes survive.
 */
package dev.spinel.engine.config;
