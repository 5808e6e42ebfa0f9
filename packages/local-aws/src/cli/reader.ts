/** Statuses of shells for a program whose reader has gone: 128 + SIGPIPE. */
export const CLOSED_PIPE = 141;

/** Whoever read the output went away, as `head` does when it has seen enough, or a terminal that was closed. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/**
 * Hears of it once when stdout or stderr can be written no more. Without this Node.js ends with a stack trace.
 * @param tell gets {@link ReaderGone} where nobody reads any more, and otherwise what is wrong, in a sentence
 */
export function onOutputLost(tell: (why: Error) => void): void {
  let told = false;
  for (const [name, stream] of [
    ['stdout', process.stdout],
    ['stderr', process.stderr],
  ] as const) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (told) return;
      told = true;
      const gone = error.code === 'EPIPE' || error.code === 'EIO';
      tell(gone ? new ReaderGone(error.message) : new Error(`${name} cannot be written: ${error.message}`));
    });
  }
}

/** For programs that have nothing to end: when nobody reads any more they stop, as others on a pipe do. */
export function stopWithReader(): void {
  onOutputLost((why) => {
    if (!(why instanceof ReaderGone)) throw why;
    process.exit(CLOSED_PIPE);
  });
}
