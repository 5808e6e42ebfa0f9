/**
 * What goes between Lambda and a process that runs one bundle, as frames of a {@link Channel}: words, and a text.
 *
 * To the process: `start`, with a {@link StartMessage} in JSON; `time`, with a {@link TimeBase} in JSON, before what is
 * to go by it; `invoke`, the id and the ARN of the request, with the event.
 *
 * From it: `ready`; `broken`, with the error as Lambda shows it, when the bundle could not be imported or has no such
 * handler: the process ends; `done` or `failed`, the id of the request and for how many microseconds the handler ran,
 * with the result or the error.
 */

/** The pipe's file descriptor in the process. */
export const PIPE_FD = 3;

/** Simulated now = `start` + (wall now - `wallStart`) * `speed`; all in milliseconds. */
export interface TimeBase {
  readonly start: number;
  readonly wallStart: number;
  readonly speed: number;
}

export interface StartMessage {
  /** Folder of the bundle, and the handler setting: `index.handler`. */
  readonly folder: string;
  readonly handler: string;
  /** How long each invocation may run. */
  readonly timeoutMs: number;
  readonly time: TimeBase;
}
