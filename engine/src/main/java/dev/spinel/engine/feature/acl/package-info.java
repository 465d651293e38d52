/**
 * Who may do what. {@link dev.spinel.engine.feature.acl.Acl} is the service: the users, authentication, the checks
 * other parts of the server ask for. {@link dev.spinel.engine.feature.acl.AclUser} has passwords and {@link
 * dev.spinel.engine.feature.acl.Selector}s, each a set of commands, key patterns and channel patterns; {@link
 * dev.spinel.engine.feature.acl.CommandRules} are the commands of one selector, as rules in their order and as one bit
 * per command; {@link dev.spinel.engine.feature.acl.CommandCatalog} knows the commands rules may name. {@link
 * dev.spinel.engine.feature.acl.RightsCheck} decides one call, {@link dev.spinel.engine.feature.acl.AclGate} stands
 * before dispatch, {@link dev.spinel.engine.feature.acl.AclLog} keeps what was refused, {@link
 * dev.spinel.engine.feature.acl.AclLoader} reads {@code user} lines and the ACL file, {@link
 * dev.spinel.engine.feature.acl.AclCommands} rows and methods. {@link dev.spinel.engine.feature.acl.RuleError} says
 * what is wrong with a rule, {@link dev.spinel.engine.feature.acl.Denial} why a call is refused.
 */
package dev.spinel.engine.feature.acl;
