import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../core/clock.ts';
import { isForeignPage } from '../core/guard.ts';
import { hasBody } from '../core/http-status.ts';
import type { FunctionInvoker, InvocationResult, Log, Place } from '../core/types.ts';
import type { AccessLogs } from './access-logs.ts';
import { type Answer, answerOf, plain } from './answer.ts';
import { letsIn } from './auth.ts';
import { readBody } from './body.ts';
import type { Choose } from './connections.ts';
import { latticeEvent } from './event.ts';
import type { Lattice } from './lattice.ts';
import { listenerFor } from './listener-for.ts';
import type { Served } from './metrics.ts';
import type { Listener, TargetGroup } from './model.ts';
import type { Matched } from './rule-match.ts';
import type { Routes } from './routes.ts';
import { type Thrown, thrownAnswer } from './thrown.ts';

/** What requests are answered with. */
export interface Serving {
  readonly lattice: Lattice;
  readonly functions: FunctionInvoker;
  readonly accessLogs?: Pick<AccessLogs, 'served'>;
  readonly clock: Clock;
  readonly place: Place;
  readonly log: Log;
  readonly thrown?: Thrown;
  readonly choose: Choose;
  readonly routes: Routes;
  /** Hears of every answer of a target group. */
  readonly tell: (served: Served) => void;
}

/** Status when the function answered in a wrong shape. Not documented. */
const TARGET_FAILED = 502;
/** Status when the function could not be invoked at all: no target, no permission, no room. Not documented either. */
const NOT_INVOKED = 500;

/** Which target group got the request, and which version of its function ran. */
const OWN_HEADERS = ['x-local-target-group', 'x-local-executed-version'] as const;

/** One request and its answer. Whatever happens becomes an answer. */
export class Exchange {
  private readonly startedAt = performance.now();
  private readonly serving: Serving;
  private readonly request: IncomingMessage;
  private readonly response: ServerResponse;
  private bytesReceived = 0;
  /** When the whole request was there, simulated. */
  private time = 0;

  constructor(serving: Serving, request: IncomingMessage, response: ServerResponse) {
    this.serving = serving;
    this.request = request;
    this.response = response;
  }

  begin(): void {
    const { request } = this;
    const listener = listenerFor(this.serving.lattice, request.headers.host);
    if (listener === undefined) return void this.send(plain(404, 'no service of the local cloud has this name'));
    if (isForeignPage(request.headers))
      return void this.send(plain(403, 'pages of other sites may not use a service of the local cloud'));
    readBody(request, (body) => {
      if (body === 'aborted') return;
      if (body !== 'too large') return this.forward(listener, body);
      const tooLarge = plain(413, 'the body is larger than 6 MB');
      this.send({ ...tooLarge, headers: { connection: 'close' } });
    });
  }

  private forward(listener: Listener, body: Buffer): void {
    const { choose, clock, functions, lattice, place, routes } = this.serving;
    const { method = 'GET', url = '/', rawHeaders, socket } = this.request;
    const { service } = listener;
    this.bytesReceived = body.length;
    const now = clock.now();
    this.time = now;
    if (service.authType === 'AWS_IAM' && !letsIn(service.authPolicy, place)) {
      this.send(plain(403, 'AccessDeniedException: no auth policy lets this request in'));
      return this.logAccess(listener, 403, 0);
    }
    const rule = lattice.rules.none ? undefined : lattice.rules.met(listener, matchedOf(this.request), now);
    const group = lattice.targetGroups.get(rule?.splitter.pick(now) ?? choose(listener, socket, now));
    const { functionArn } = group;
    if (functionArn === undefined) return this.notInvoked(listener, group, `target group ${group.id} has no target`);
    const route = routes.of(service, lattice.networkArnOf(service), group);
    const payload = latticeEvent({ method, url, rawHeaders, body }, route.context, now);
    functions.invoke({ functionArn, payload, caller: route.caller }).then(
      (result) => this.invoked(listener, group, result),
      (error: unknown) => this.notInvoked(listener, group, error instanceof Error ? error.message : String(error)),
    );
  }

  private invoked(listener: Listener, group: TargetGroup, result: InvocationResult): void {
    const { executedVersion, functionError, payload } = result;
    if (functionError !== undefined) {
      const thrown = thrownAnswer(this.serving.thrown ?? 502, payload);
      // Nobody was answered: nothing of it counts.
      if (thrown === 'closed') this.request.socket.destroy();
      else this.answer(listener, group, thrown, true, executedVersion);
      return;
    }
    const answer = answerOf(payload);
    this.answer(listener, group, answer ?? plain(TARGET_FAILED, 'Bad Gateway'), answer === undefined, executedVersion);
  }

  private notInvoked(listener: Listener, group: TargetGroup, why: string): void {
    this.serving.log('vpc-lattice', `${group.id} could not be served: ${why}`);
    this.answer(listener, group, plain(NOT_INVOKED, 'Internal Server Error'), true, '');
  }

  /**
   * @param own whether the answer is VPC Lattice's own, not the function's
   * @param version that ran; '' when none could
   */
  private answer(listener: Listener, group: TargetGroup, answer: Answer, own: boolean, version: string): void {
    const [groupHeader, versionHeader] = OWN_HEADERS;
    answer.headers[groupHeader] = group.id;
    answer.headers[versionHeader] = version;
    const status = this.send(answer);
    this.logAccess(listener, status, Buffer.byteLength(answer.body), group.arn);
    this.serving.tell({
      targetGroupId: group.id,
      targetGroupArn: group.arn,
      serviceId: listener.service.id,
      status,
      own: own || status !== answer.status,
      ms: performance.now() - this.startedAt,
      time: this.serving.clock.now(),
      version,
    });
  }

  /** @returns the status that was sent: a header that HTTP does not allow makes the answer a failure of the target */
  private send({ status, headers, body }: Answer): number {
    const { response } = this;
    try {
      if (hasBody(status)) headers['content-length'] = String(Buffer.byteLength(body));
      response.writeHead(status, headers);
      response.end(hasBody(status) ? body : undefined);
      return status;
    } catch {
      const failed = plain(TARGET_FAILED, 'Bad Gateway');
      for (const name of OWN_HEADERS) failed.headers[name] = headers[name] ?? '';
      response.writeHead(failed.status, failed.headers).end(failed.body);
      return failed.status;
    }
  }

  private logAccess(listener: Listener, status: number, bytesSent: number, targetGroupArn?: string): void {
    const { accessLogs, lattice, routes } = this.serving;
    const { service } = listener;
    accessLogs?.served(service, () => ({
      request: this.request,
      serviceArn: service.arn,
      serviceNetworkArn: lattice.networkArnOf(service),
      listenerId: listener.id,
      protocol: listener.protocol,
      sourceVpcArn: routes.sourceVpcArn,
      ...(targetGroupArn !== undefined && { targetGroupArn }),
      status,
      bytesReceived: this.bytesReceived,
      bytesSent,
      ms: performance.now() - this.startedAt,
      time: this.time,
    }));
  }
}

/** As much of a request as rules look at. */
function matchedOf({ method = 'GET', url = '/', headersDistinct: headers }: IncomingMessage): Matched {
  return { method, path: url.split('?', 1)[0] ?? '/', headers };
}
