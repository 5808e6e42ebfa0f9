/** A pattern that EventBridge would not take, with the reason. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}
