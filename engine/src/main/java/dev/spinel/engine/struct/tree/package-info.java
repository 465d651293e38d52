/**
 * Packed B+trees: large sorted sets, ordered by score and member with an index from member to leaf; and maps from
 * 128-bit ids.
 *
 * <pre>
 *   ScoreTree         find, insert, remove, ranks, ranges, walks; splitting and merging of nodes
 *   ScoreTreeCursor   a place on one element
 *   ScoreTreeImage    the members as of a snapshot
 *   Leaf              layout of a leaf: scores, tags, offsets, members
 *   Inner             layout of an inner node: least score, element count and id of each child
 *   MemberIndex       linear hashing from the hash of a member to the id of its leaf
 *   IdTree            from 128-bit ids to a few bytes each: nodes and pending entries of streams
 *   IdCursor          a place on one of its records
 *   IdTreeImage       its records as of a snapshot
 *   IdNode            layout of its nodes
 * </pre>
 *
 * Nodes of a score tree are named by ids, which a table maps to blocks: a node that moves is told to that table and
 * nobody else. Order is Redis': by score, then by the bytes of the member.
 */
package dev.spinel.engine.struct.tree;
