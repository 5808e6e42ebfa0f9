/** How one run of a function ended. */
export interface Outcome {
  /** JSON text: the result, or the error as Lambda shows it. */
  readonly payload: string;
  readonly failed: boolean;
  /** Wall milliseconds that the handler ran; waiting for a process is not in it. */
  readonly ms: number;
}

/** Largest payload of a synchronous invocation, each way, in bytes. */
export const PAYLOAD_LIMIT = 6 * 1024 * 1024;

export function failure(errorType: string, errorMessage: string, ms: number): Outcome {
  return { payload: JSON.stringify({ errorType, errorMessage }), failed: true, ms };
}

export function timedOut(requestId: string, timeoutMs: number): Outcome {
  return failure(
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
    timeoutMs,
  );
}

/** The process ended while the function ran. */
export function exited(requestId: string, code: number | null, signal: string | null, ms: number): Outcome {
  const how =
    code === null ? `signal: ${signal === 'SIGKILL' ? 'killed' : (signal ?? 'unknown')}` : `exit status ${code}`;
  return failure('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime exited with error: ${how}`, ms);
}

/** What a function's log says of an invocation that failed. */
export function failureLine(version: string, requestId: string, { payload, ms }: Outcome): string {
  return `[lambda] ${version} ${requestId} failed after ${ms.toFixed(1)} ms: ${payload}`;
}

/** What a process answered, unless it is too large. */
export function fromWorker(outcome: Outcome): Outcome {
  const { payload, ms } = outcome;
  if (Buffer.byteLength(payload) <= PAYLOAD_LIMIT) return outcome;
  return failure(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${PAYLOAD_LIMIT} bytes).`,
    ms,
  );
}
