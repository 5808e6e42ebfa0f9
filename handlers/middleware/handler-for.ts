import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy, { type MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { PortName } from '../../statemachine/contract/function-row.ts';
import { textIn } from '../../statemachine/contract/json-text.ts';
import { wire, type Wiring } from '../ports/aws/wired/wiring.ts';
import type { Granted } from '../ports/granted.ts';
import type { Log } from '../ports/logger.ts';
import { lineContext } from './context.ts';
import { inputSchema, parseInput, type Inputs } from './input.ts';

/** One for each port that the row names; each handler has clock and service. */
type Wirings<Port extends PortName | 'executions'> = {
  readonly [N in Exclude<keyof Granted<Port>, 'clock' | 'service'>]: Wiring<Granted<Port>[N]>;
};

export type LambdaHandler<R> = (event: unknown, context: Context) => Promise<R>;

/**
 * A Lambda handler with the one middleware stack that all of them share: rollout, version and weight on every log
 * line, the argument checked, the result's `message` logged, an error logged once and thrown on, so that Lambda
 * reports its name as errorType and the machine matches that.
 * @param row the function's row: its name in logs and messages, what it is invoked with and which ports it has
 * @param wirings its ports: from `later.ts` where their clients may wait, else they are part of the function's start
 * @param create makes the handler's logic at the first invocation; no environment is read and no client built before.
 * When it fails the invocation fails, and the next one tries again.
 * @throws ContractError InvalidInput for an argument that the row's schemas refuse
 */
export function handlerFor<
  A = never,
  E = never,
  Port extends PortName | 'executions' = never,
  Sometimes extends PortName = never,
  R = unknown,
>(
  row: Inputs<A, E> & {
    readonly file: string;
    readonly ports: readonly Port[];
    readonly portsIf?: { readonly [Name in Sometimes]?: unknown };
  },
  wirings: Wirings<NoInfer<Port | Sometimes>>,
  create: (ports: Granted<NoInfer<Port | Sometimes>>, log: Log) => (args: NoInfer<A | E>) => Promise<R>,
): LambdaHandler<R> {
  const logger = new Logger({ serviceName: 'lattice-canary', persistentKeys: { handler: row.file } });
  const log = logOf(logger);
  const schema = inputSchema(row);
  let run: ((args: A | E) => Promise<R>) | undefined;

  // No early timeout: middy's leaves a handler that is cut off frozen in the middle, and the next invocation would
  // thaw it, perhaps just before its write to the listener. Lambda's own timeout ends the process for good.
  const stack = middy<unknown, R>({ timeoutEarlyInMillis: 0 })
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(linesAbout(logger))
    .use(outcomes<R>(log));

  return stack.handler(async (event: unknown) => {
    const args = parseInput(schema, event, `the argument of ${row.file}`);
    run ??= create(wire(wirings, log) as unknown as Granted<Port | Sometimes>, log);
    return run(args);
  });
}

/** Powertools' logger behind the handlers' own small interface. */
function logOf(logger: Logger): Log {
  return {
    info: (message, extra = {}) => logger.info(message, extra),
    warn: (message, extra = {}) => logger.warn(message, extra),
    error: (message, extra = {}) => logger.error(message, extra),
  };
}

function linesAbout(logger: Logger): MiddlewareObj {
  return {
    before: ({ event }) => logger.appendKeys({ ...lineContext(event) }),
  };
}

function outcomes<R>(log: Log): MiddlewareObj<unknown, R> {
  return {
    after: ({ response }) => {
      const message = textIn(response, 'message');
      if (message !== undefined) log.info(message);
    },
    onError: ({ error }) => {
      log.error(error === null ? 'failed' : `${error.name}: ${error.message}`, { error });
    },
  };
}
