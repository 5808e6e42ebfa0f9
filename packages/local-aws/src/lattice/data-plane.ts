import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from '../core/activity.ts';
import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import { isForeignPage, isOwnName } from '../core/guard.ts';
import { hasBody } from '../core/http-status.ts';
import type { Caller, FunctionInvoker, InvocationResult, Log, MetricSink, Place } from '../core/types.ts';
import type { AccessLogs } from './access-logs.ts';
import { type Answer, answerOf, plain } from './answer.ts';
import { letsIn } from './auth.ts';
import { readBody } from './body.ts';
import { chooser, type SplitBy } from './connections.ts';
import { latticeEvent } from './event.ts';
import type { Lattice } from './lattice.ts';
import { type Served, TrafficMetrics, type TrafficMetricsOptions } from './metrics.ts';
import type { Listener, TargetGroup } from './model.ts';
import type { Matched } from './rule-match.ts';
import { type Thrown, thrownAnswer } from './thrown.ts';

export interface DataPlaneOptions extends TrafficMetricsOptions {
  readonly lattice: Lattice;
  readonly functions: FunctionInvoker;
  readonly metrics: MetricSink;
  /** Hears of every request to a service. Nobody unless given. */
  readonly accessLogs?: Pick<AccessLogs, 'served'>;
  readonly clock: Clock;
  readonly place: Place;
  /** 0 takes any free port. */
  readonly port: number;
  /** Hears of every request until it is answered. */
  readonly activity?: Activity;
  readonly log: Log;
  /** What a client gets when the function threw or timed out. 502 unless told. */
  readonly thrown?: Thrown;
  /** `request` unless told. */
  readonly splitBy?: SplitBy;
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

/** Status when the function answered in a wrong shape. Not documented. */
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
 * VPC Lattice's data plane: a real HTTP server that sends each request to a target group, by the first rule of the
 * listener that matches it or else by the weights of its default action, and answers with what the function behind it
 * said. It speaks plain HTTP even for an HTTPS listener, needs no VPC, and adds two headers of its own,
 * `x-local-target-group` and `x-local-executed-version`.
 *
 * The Host header tells the service, by its domain name, generated or custom; with one listener, 127.0.0.1 and
 * localhost are its names too. Nobody else's name is, and what a page of another site sends is refused: whatever this
 * machine's browser shows could run the functions otherwise.
 * @throws Error when the port is taken
 */
export async function startDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
  const metrics = new TrafficMetrics(options.metrics, options);
  const observers = new Set<(served: Served) => void>([(served) => metrics.served(served)]);
  const tell = (served: Served) => observers.forEach((observer) => observer(served));
  const serving = { ...options, choose: chooser(options.splitBy ?? 'request'), tell };
  const server = createServer((request, response) => {
    const over = options.activity?.begin();
    if (over !== undefined) response.once('close', over);
    void serve(serving, request, response);
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
      if (named) void serve(serving, request, response);
      return named;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Serving extends DataPlaneOptions {
  readonly choose: ReturnType<typeof chooser>;
  readonly tell: (served: Served) => void;
}

async function serve(options: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedAt = performance.now();
  const listener = listenerFor(options.lattice, request.headers.host);
  if (listener === undefined) return void send(response, plain(404, 'no service of the local cloud has this name'));
  if (isForeignPage(request.headers))
    return void send(response, plain(403, 'pages of other sites may not use a service of the local cloud'));
  const body = await readBody(request);
  if (body === 'aborted') return undefined;
  if (body === 'too large')
    return void send(response, { ...plain(413, 'the body is larger than 6 MB'), headers: { connection: 'close' } });
  const now = options.clock.now();
  const { region, account } = options.place;
  const sourceVpcArn = `arn:aws:ec2:${region}:${account}:vpc/vpc-00000000000000000`;
  const serviceNetworkArn = options.lattice.networkArnOf(listener.service);
  const logged = (status: number, bytesSent: number, targetGroupArn?: string) =>
    options.accessLogs?.served(listener.service, () => ({
      request,
      serviceArn: listener.service.arn,
      serviceNetworkArn,
      listenerId: listener.id,
      protocol: listener.protocol,
      sourceVpcArn,
      ...(targetGroupArn !== undefined && { targetGroupArn }),
      status,
      bytesReceived: body.length,
      bytesSent,
      ms: performance.now() - startedAt,
      time: now,
    }));
  const { authPolicy, authType } = listener.service;
  if (authType === 'AWS_IAM' && !letsIn(authPolicy, options.place)) {
    send(response, plain(403, 'AccessDeniedException: no auth policy lets this request in'));
    return logged(403, 0);
  }
  const rule = options.lattice.rules.met(listener, requestLine(request), now);
  const group = options.lattice.targetGroups.get(
    rule?.splitter.pick(now) ?? options.choose(listener, request.socket, now),
  );
  const event = latticeEvent(
    { method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headersDistinct, body },
    {
      serviceNetworkArn,
      serviceArn: listener.service.arn,
      targetGroupArn: group.arn,
      region,
      sourceVpcArn,
    },
    now,
  );
  const result = await invoke(options, group, JSON.stringify(event));
  // Nobody was answered: nothing of it counts.
  if (result.answer === 'closed') return void request.socket.destroy();
  const headers = { 'x-local-target-group': group.id, 'x-local-executed-version': result.executedVersion };
  const status = send(response, result.answer, headers);
  logged(status, Buffer.byteLength(result.answer.body), group.arn);
  options.tell({
    targetGroupId: group.id,
    targetGroupArn: group.arn,
    serviceId: listener.service.id,
    status,
    own: result.own || status !== result.answer.status,
    ms: performance.now() - startedAt,
    time: options.clock.now(),
    version: result.executedVersion,
  });
}

/** As much of a request as rules look at. */
function requestLine({ method = 'GET', url = '/', headersDistinct: headers }: IncomingMessage): Matched {
  return { method, path: url.split('?', 1)[0] ?? '/', headers };
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

interface Outcome {
  readonly answer: Answer | 'closed';
  /** VPC Lattice's own, not the function's. */
  readonly own: boolean;
  readonly executedVersion: string;
}

/** Never rejects: whatever happens becomes an answer. */
async function invoke(options: DataPlaneOptions, group: TargetGroup, payload: string): Promise<Outcome> {
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
    return { answer: plain(NOT_INVOKED, 'Internal Server Error'), own: true, executedVersion: '' };
  }
  const { executedVersion, functionError } = result;
  if (functionError !== undefined)
    return { answer: thrownAnswer(options.thrown ?? 502, result.payload), own: true, executedVersion };
  const answer = answerOf(result.payload);
  return { answer: answer ?? plain(TARGET_FAILED, 'Bad Gateway'), own: answer === undefined, executedVersion };
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
