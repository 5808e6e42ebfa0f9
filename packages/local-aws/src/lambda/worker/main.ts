import { errorPayload, type Handler, loadHandler } from './load.ts';
import { Outbox } from './outbox.ts';
import type { FromWorker, InvokeMessage, StartMessage, ToWorker } from './protocol.ts';
import { simulateDate } from './simulated-date.ts';

/**
 * The process that runs one bundle. It imports it once, then answers invocations; it ends when the local cloud
 * does, whichever way that ended.
 */

/** What the context of every invocation says; read once, since the environment is slow to read. */
const functionContext = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
  functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
  logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
  logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
  memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
};

let handler: Handler | undefined;
let setTime: ReturnType<typeof simulateDate> | undefined;

process.on('disconnect', () => process.exit(0));
// Ctrl-C in a terminal, Ctrl-\ and closing it reach every process of the group; when to end is the local cloud's to
// say.
for (const signal of ['SIGINT', 'SIGQUIT', 'SIGHUP'] as const) process.on(signal, () => undefined);
// A log that cannot be written, on a full disk for example, loses lines; the function goes on answering.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

process.on('message', (messages: readonly ToWorker[]) => {
  for (const message of messages) {
    if (message.kind === 'start') void start(message);
    else void invoke(message);
  }
});

const outbox = new Outbox<FromWorker>((messages) => {
  if (process.connected) process.send?.(messages);
});
// A handler that ends the process takes no answer along that another one has given.
process.on('exit', () => outbox.flush());

async function start({ folder, handler: setting, time }: StartMessage): Promise<void> {
  setTime = simulateDate(time);
  try {
    handler = await loadHandler(folder, setting);
    outbox.post({ kind: 'ready' });
  } catch (error) {
    process.send?.([{ kind: 'broken', payload: errorPayload(error) } satisfies FromWorker], () => process.exit(1));
  }
}

async function invoke(message: InvokeMessage): Promise<void> {
  setTime?.(message.time);
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  try {
    const result = await handler?.(JSON.parse(message.payload), contextOf(message, elapsed));
    outbox.post({
      kind: 'done',
      id: message.id,
      payload: JSON.stringify(result) ?? 'null',
      failed: false,
      ms: elapsed(),
    });
  } catch (error) {
    // As Lambda's runtime does; the local cloud writes it to the function's log, where a person would look for it.
    const payload = errorPayload(error);
    process.stderr.write(`${payload}\n`);
    outbox.post({ kind: 'done', id: message.id, payload, failed: true, ms: elapsed() });
  }
}

function contextOf(message: InvokeMessage, elapsed: () => number): object {
  return {
    ...functionContext,
    awsRequestId: message.id,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(message.timeoutMs - elapsed())),
    invokedFunctionArn: message.invokedFunctionArn,
  };
}
