/**
 * The closed set of ways in which a call can fail, by who must act. Imports nothing but the wire's
 * status.
 *
 * <p>A node that does not lead is not among them: the client follows the leader by itself.
 *
 * <table>
 *   <caption>Who must act</caption>
 *   <tr><td>{@link io.multiraft.client.errors.UnavailableException}</td><td>back off and repeat</td></tr>
 *   <tr><td>{@link io.multiraft.client.errors.IndeterminateException}</td><td>look before repeating</td></tr>
 *   <tr><td>{@link io.multiraft.client.errors.SessionEndedException}</td><td>start over</td></tr>
 *   <tr><td>{@link io.multiraft.client.errors.ConflictException}</td><td>read again and decide</td></tr>
 *   <tr><td>{@link io.multiraft.client.errors.InvalidException}</td><td>fix the caller</td></tr>
 *   <tr><td>{@link io.multiraft.client.errors.LimitReachedException}</td><td>slow down</td></tr>
 *   <tr><td>{@link io.multiraft.client.errors.PartitionStatusException}</td><td>low level only: judge the status</td></tr>
 * </table>
 *
 * <pre>{@code
 * try {
 *     orders.increment(1);
 * } catch (UnavailableException | LimitReachedException e) {
 *     System.err.println("try again later: " + e.getMessage());
 * } catch (IndeterminateException e) {
 *     System.err.println("may have happened, at " + orders.get());
 * } catch (SessionEndedException e) {
 *     System.err.println("open another session: " + e.getMessage());
 * }
 * }</pre>
 */
package io.multiraft.client.errors;
