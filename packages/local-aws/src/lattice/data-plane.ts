import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from '../core/activity.ts';
import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import { isForeignPage, isOwnName } from '../core/guard.ts';
import { hasBody } from '../core/http-status.ts';
import type { Caller, FunctionInvoker, InvocationResult, Log, MetricSink, Place } from '../core/types.ts';
import { type Answer, answerOf } from './answer.ts';
import { letsIn } from './auth.ts';
import { readBody } from './body.ts';
import { latticeEvent } from './event.ts';
import type { Lattice } from './lattice.ts';
import { type Served, TrafficMetrics } from './metrics.ts';
import type { Listener, TargetGroup } from './model.ts';

export interface DataPlaneOptions {
  readonly lattice: Lattice;
  readonly functions: FunctionInvoker;
  readonly metrics: MetricSink;
  readonly clock: Clock;
  readonly place: Place;
  /** 0 takes any free port. */
  readonly port: number;
  /** Hears of every request until it is answered. */
  readonly activity?: Activity;
  readonly log: Log;
  /** Whether they are published for target groups too. True unless told. */
  readonly targetGroupMetrics?: boolean;
}

export interface DataPlane {
  readonly url: string;
  readonly port: number;
  /** Tells of every request that was answered from now on; observers must be quick and not throw. @returns an undo */
  onServed(observer: (served: Served) => void): () => void;
  /**
   * Answers a request that came in at another port, if its Host is the domain name of a service: who knows that port
   * only needs no other.
   * @returns whether it does
   */
  take(request: IncomingMessage, response: ServerResponse): boolean;
  /** Cuts what is still open. */
  close(): Promise<void>;
}

/**
 * Status when the function threw, timed out or answered in a wrong shape. AWS does not document the one that VPC
 * Lattice sends; only a real account can tell. It is of the 500s there too, which is what alarms count.
 */
const TARGET_FAILED = 502;
/** Status when the function could not be invoked at all: no target, no permission, no room. Not documented either. */
const NOT_INVOKED = 500;

const KEEP_ALIVE_MS = 600_000;

/**
 * Connections that may wait to be accepted: Node.js accepts one in each turn of its event loop, so a burst of new ones
 * waits while the machine is busy, and what finds the queue full (511 unless told) is dropped, resent after seconds and
 * at last reset. The system may allow fewer; Linux allows 4,096.
 */
const BACKLOG = 4_096;

/**
 * VPC Lattice's data plane: a real HTTP server that sends each request to a target group by the weights of the
 * listener, and answers with what the function behind it said. It speaks plain HTTP even for an HTTPS listener,
 * needs no VPC, and adds two headers of its own, `x-local-target-group` and `x-local-executed-version`.
 *
 * The Host header tells the service, by its domain name, generated or custom; with one listener, 127.0.0.1 and
 * localhost are its names too. Nobody else's name is, and what a page of another site sends is refused: whatever this
 * machine's browser shows could run the functions otherwise.
 * @throws Error when the port is taken
 */
export async function startDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
  const metrics = new TrafficMetrics(options.metrics, { targetGroups: options.targetGroupMetrics });
  const observers = new Set<(served: Served) => void>([(served) => metrics.served(served)]);
  const tell = (served: Served) => observers.forEach((observer) => observer(served));
  const server = createServer((request, response) => {
    const over = options.activity?.begin();
    if (over !== undefined) response.once('close', over);
    void serve(options, tell, request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    onServed(observer) {
      observers.add(observer);
      return () => observers.delete(observer);
    },
    take(request, response) {
      const named = listenerNamed(options.lattice, request.headers.host) !== undefined;
      if (named) void serve(options, tell, request, response);
      return named;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  options: DataPlaneOptions,
  tell: (served: Served) => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const listener = listenerFor(options.lattice, request.headers.host);
  if (listener === undefined) return void send(response, plain(404, 'no service of the local cloud has this name'));
  if (isForeignPage(request.headers))
    return void send(response, plain(403, 'pages of other sites may not use a service of the local cloud'));
  const body = await readBody(request);
  if (body === 'aborted') return undefined;
  if (body === 'too large')
    return void send(response, { ...plain(413, 'the body is larger than 6 MB'), headers: { connection: 'close' } });
  const { authPolicy, authType } = listener.service;
  if (authType === 'AWS_IAM' && !letsIn(authPolicy, options.place))
    return void send(response, plain(403, 'AccessDeniedException: no auth policy lets this request in'));
  const now = options.clock.now();
  const group = options.lattice.targetGroups.get(listener.splitter.pick(now));
  const event = latticeEvent(
    { method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headersDistinct, body },
    {
      serviceNetworkArn: options.lattice.networkArnOf(listener.service),
      serviceArn: listener.service.arn,
      targetGroupArn: group.arn,
      region: options.place.region,
      sourceVpcArn: `arn:aws:ec2:${options.place.region}:${options.place.account}:vpc/vpc-00000000000000000`,
    },
    now,
  );
  const result = await invoke(options, group, JSON.stringify(event));
  const headers = { 'x-local-target-group': group.id, 'x-local-executed-version': result.executedVersion };
  const status = send(response, result.answer, headers);
  tell({
    targetGroupId: group.id,
    serviceId: listener.service.id,
    status,
    ms: performance.now() - startedAt,
    time: options.clock.now(),
    version: result.executedVersion,
  });
}

function listenerFor(lattice: Lattice, host = ''): Listener | undefined {
  const listeners = lattice.listeners.all();
  // Only browsers are made to call others' names, and they always send one.
  if (listeners.length === 1 && (host === '' || isOwnName(host))) return listeners[0];
  return listenerNamed(lattice, host);
}

function listenerNamed(lattice: Lattice, host = ''): Listener | undefined {
  const name = host.replace(/:[0-9]+$/, '');
  return lattice.listeners
    .all()
    .find(({ service }) => service.domainName === name || service.customDomainName === name);
}

/** Never rejects: whatever happens becomes an answer. */
async function invoke(
  options: DataPlaneOptions,
  group: TargetGroup,
  payload: string,
): Promise<{ answer: Answer; executedVersion: string }> {
  let result: InvocationResult;
  try {
    if (group.functionArn === undefined) throw new AwsError('NoTarget', `target group ${group.id} has no target`);
    const caller: Caller = { principal: 'vpc-lattice.amazonaws.com', sourceArn: group.arn };
    result = await options.functions.invoke({ functionArn: group.functionArn, payload, caller });
  } catch (error) {
    options.log(
      'vpc-lattice',
      `${group.id} could not be served: ${error instanceof Error ? error.message : String(error)}`,
    );
    return { answer: plain(NOT_INVOKED, 'Internal Server Error'), executedVersion: '' };
  }
  const answer = result.functionError === undefined ? answerOf(result.payload) : undefined;
  return { answer: answer ?? plain(TARGET_FAILED, 'Bad Gateway'), executedVersion: result.executedVersion };
}

function plain(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

/** @returns the status that was sent: a header that HTTP does not allow makes the answer a failure of the target */
function send(response: ServerResponse, { status, headers, body }: Answer, own: Record<string, string> = {}): number {
  try {
    const length = hasBody(status) ? { 'content-length': Buffer.byteLength(body) } : {};
    response.writeHead(status, { ...headers, ...own, ...length });
    response.end(hasBody(status) ? body : undefined);
    return status;
  } catch {
    const { status: failed, ...rest } = plain(TARGET_FAILED, 'Bad Gateway');
    response.writeHead(failed, { ...rest.headers, ...own }).end(rest.body);
    return failed;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is taken by another program; choose another with --traffic-port`)
          : error,
      );
    });
    server.listen(port, '127.0.0.1', BACKLOG, () => resolve((server.address() as AddressInfo).port));
  });
}
