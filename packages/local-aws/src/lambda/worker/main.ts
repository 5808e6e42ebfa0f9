import { Socket } from 'node:net';
import { Channel } from './channel.ts';
import { errorPayload, type Handler, loadHandler } from './load.ts';
import { PIPE_FD, type StartMessage, type TimeBase } from './protocol.ts';
import { simulateDate } from './simulated-date.ts';

/**
 * The process that runs one bundle. It imports it once, then answers invocations; it ends when the local cloud
 * does, whichever way that ended.
 */

/** What the context of every invocation says; read once, since the environment is slow to read. */
const environment = {
  functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
  functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
  logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
  logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
  memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
};

let handler: Handler | undefined;
let timeoutMs = 0;
let setTime: ReturnType<typeof simulateDate> | undefined;

// Ctrl-C in a terminal, Ctrl-\ and closing it reach every process of the group; when to end is the local cloud's to
// say.
for (const signal of ['SIGINT', 'SIGQUIT', 'SIGHUP'] as const) process.on(signal, () => undefined);
// A log that cannot be written, on a full disk for example, loses lines; the function goes on answering.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// Not `process.stdin`, which belongs to the function.
const pipe = new Socket({ fd: PIPE_FD, readable: true, writable: true });
pipe.once('close', () => process.exit(0));
const channel = new Channel(pipe, ([kind, id = '', functionArn = ''], text) => {
  if (kind === 'invoke') void invoke(id, functionArn, text);
  else if (kind === 'time') setTime?.(JSON.parse(text) as TimeBase);
  else void start(JSON.parse(text) as StartMessage);
});
// A handler that ends the process takes no answer along that another one has given.
process.on('exit', () => channel.flush());

async function start({ folder, handler: setting, timeoutMs: limit, time }: StartMessage): Promise<void> {
  timeoutMs = limit;
  setTime = simulateDate(time);
  try {
    handler = await loadHandler(folder, setting);
    channel.post('ready');
  } catch (error) {
    channel.post('broken', errorPayload(error));
    channel.flush(() => process.exit(1));
  }
}

async function invoke(id: string, functionArn: string, event: string): Promise<void> {
  const started = performance.now();
  try {
    const result = await handler?.(JSON.parse(event), contextOf(id, functionArn, started));
    const payload = JSON.stringify(result) ?? 'null';
    channel.post(`done ${id} ${since(started)}`, payload);
  } catch (error) {
    // As Lambda's runtime does; the local cloud writes it to the function's log, where a person would look for it.
    const payload = errorPayload(error);
    process.stderr.write(`${payload}\n`);
    channel.post(`failed ${id} ${since(started)}`, payload);
  }
}

/** Written out: what is spread and added to costs as much as the rest of an invocation. */
function contextOf(awsRequestId: string, invokedFunctionArn: string, started: number): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: environment.functionName,
    functionVersion: environment.functionVersion,
    logGroupName: environment.logGroupName,
    logStreamName: environment.logStreamName,
    memoryLimitInMB: environment.memoryLimitInMB,
    awsRequestId,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(timeoutMs - (performance.now() - started))),
    invokedFunctionArn,
  };
}

/** As a whole number of microseconds, which is quicker to write than what has a fraction. */
const since = (started: number) => Math.round((performance.now() - started) * 1000);
