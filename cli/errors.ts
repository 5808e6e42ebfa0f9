/** The service cannot do what was asked for now; nothing was touched. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** What was typed cannot be used; the message names the option and what could be meant. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked for cannot be found or read where it should be. The message is for people as it is. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** Somebody pressed Ctrl-C while they only watched. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
