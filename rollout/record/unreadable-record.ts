/**
 * The rollout record is there, and nobody can tell what it says. Not for a read that failed: the next one may succeed.
 */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}
