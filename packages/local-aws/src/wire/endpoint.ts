import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from '../core/activity.ts';
import { AwsError, UnsupportedError } from '../core/aws-error.ts';
import { foreignRequest } from '../core/guard.ts';
import { hasBody } from '../core/http-status.ts';
import { operationAt, type ProxiedService, type ServedOperation, type Service } from '../core/service.ts';
import { type Caller, type Input, type Log, OPERATOR } from '../core/types.ts';
import { boundConditions } from '../dynamodb/bounds.ts';
import { DYNAMODB } from '../dynamodb/service.ts';
import type { Authorize } from './authorize.ts';
import { boundJson } from './bounds.ts';
import { unknownOperation } from './codec.ts';
import { createDynamodbProxy, type DynamodbProxy } from './dynamodb-proxy.ts';
import { headersOf, HungUp, readRequest, type WireRequest, type WireResponse } from './http.ts';
import { codecFor, type Credential, credentialOf, type Directory, directoryOf } from './identify.ts';
import { fromJson } from './values.ts';
import { toPathStyle } from './virtual-host.ts';

export interface EndpointOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Only this machine can reach it: nothing behind it checks a signature. */
  readonly host?: '127.0.0.1';
  /** A service that is left out answers that the local cloud does not have it. */
  readonly services: readonly Service[];
  /** Where DynamoDB's requests go; without it there is no DynamoDB. */
  readonly dynamodbUrl?: string;
  /** What IAM is asked before those. Without a word on the tables there are, the items of a call have no keys. */
  readonly dynamodb?: ProxiedService;
  /** Who is behind an access key id; undefined for keys nobody handed out, which are the operator's. */
  readonly callerOf?: (accessKeyId: string) => Caller | undefined;
  /** Asked before every operation. Everything is allowed unless told. */
  readonly authorize?: Authorize;
  /**
   * Milliseconds in which a request must have come in whole; afterwards it is answered with 408. 60,000 unless told.
   */
  readonly requestTimeoutMs?: number;
  /** The time that answers carry in their Date header, in milliseconds since the epoch; the wall's unless told. */
  readonly now?: () => number;
  /** Hears of every request until it is answered. */
  readonly activity?: Activity;
  /** Asked before everything else: whether it answers a request that is not for AWS. Nothing does unless told. */
  readonly takes?: (message: IncomingMessage, response: ServerResponse) => boolean;
  /** A path for the body of a request that is a file; S3's puts are read into memory unless told. */
  readonly fileFor?: () => string;
  readonly log: Log;
}

export interface Endpoint {
  readonly url: string;
  readonly port: number;
  /** Cuts what is still open; what was passed on to DynamoDB is answered first. */
  close(): Promise<void>;
}

/** Idle connections of SDK clients stay usable for this long; a shorter time makes them run into closed ones. */
const KEEP_ALIVE_MS = 600_000;

/**
 * CDK's command line has an SDK that takes a faster clock for a wrong one: it would make every call again that was
 * refused, for most of a minute. It counts no time that is left, and is told the wall's.
 */
const WALL_TIME = /\baws-cdk\//;

/** No client of the local machine needs as long as this for 6 MB. */
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * One HTTP endpoint for all services, as `AWS_ENDPOINT_URL` wants it. Signatures are read (they tell the service and
 * the caller) and not verified; what is foreign to this machine is refused (core/guard.ts), and no answer lets a page
 * of another site read it.
 * @throws Error naming the port and the option when the port is taken
 */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const proxy = options.dynamodbUrl === undefined ? undefined : createDynamodbProxy(options.dynamodbUrl);
  const surroundings: Surroundings = { ...options, directory: directoryOf(options.services), proxy };
  let requests = 0;
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  // What never becomes a request, Node.js answers itself: 400 to garbage, 431 to endless headers, 408 to slow ones.
  const timeouts = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.ceil(requestTimeoutMs / 4),
  };
  const server = createServer(timeouts, (message, response) => {
    response.on('error', () => undefined);
    const over = options.activity?.begin();
    if (over !== undefined) response.once('close', over);
    const requestId = `00000000-0000-4000-8000-${String(++requests).padStart(12, '0')}`;
    if (options.now !== undefined && !WALL_TIME.test(message.headers['user-agent'] ?? ''))
      response.setHeader('date', new Date(options.now()).toUTCString());
    if (options.takes?.(message, response) === true) return;
    void converse(message, surroundings, requestId).then((answer) => send(message, response, answer));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await listen(server, options.port, options.host ?? '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await Promise.all([closed, proxy?.close()]);
    },
  };
}

interface Surroundings extends Pick<EndpointOptions, 'authorize' | 'callerOf' | 'dynamodb' | 'fileFor' | 'log'> {
  readonly directory: Directory;
  readonly proxy: DynamodbProxy | undefined;
}

/** Never rejects: whatever happens becomes an answer. */
async function converse(
  message: IncomingMessage,
  surroundings: Surroundings,
  requestId: string,
): Promise<WireResponse> {
  try {
    const credential = credentialOf(message.headers.authorization);
    const forS3 = credential?.service === 's3';
    if (forS3) toPathStyle(message);
    const foreign = foreignRequest(message.headers, message.socket.localPort ?? 0);
    if (foreign !== undefined) throw new AwsError('AccessDeniedException', `this is the local cloud: ${foreign}`, 403);
    const file = forS3 && message.method === 'PUT' ? surroundings.fileFor?.() : undefined;
    return await answer(await readRequest(message, file), credential, surroundings, requestId);
  } catch (error) {
    const told =
      error instanceof HungUp
        ? new AwsError('RequestTimeout', error.message, 408)
        : asAwsError(error, surroundings.log, 'endpoint');
    return codecFor(headersOf(message)).fail(told, requestId);
  }
}

async function answer(
  request: WireRequest,
  credential: Credential | undefined,
  surroundings: Surroundings,
  requestId: string,
): Promise<WireResponse> {
  const { authorize, callerOf, directory, log } = surroundings;
  const addressee = directory(request, credential);
  if (addressee.kind === 'unknown') return addressee.codec.fail(addressee.error, requestId);
  const caller = (credential && callerOf?.(credential.accessKeyId)) ?? OPERATOR;
  if (addressee.kind === 'dynamodb') return forward(request, caller, surroundings);
  const { service, codec } = addressee;
  try {
    const call = codec.decode(request);
    const operation = operationOf(service, call.operation);
    authorize?.({ service: service.name, operation: call.operation, input: call.input, caller }, operation);
    const result = await operation.call(call.input, caller);
    return codec.encode(call, result, requestId);
  } catch (error) {
    return codec.fail(asAwsError(error, log, service.title), requestId);
  }
}

/** DynamoDB answers for itself; only whether it is asked is decided here. */
async function forward(
  request: WireRequest,
  caller: Caller,
  { authorize, dynamodb = DYNAMODB, proxy }: Surroundings,
): Promise<WireResponse> {
  if (!proxy) throw unknownOperation('the local cloud runs without DynamoDB');
  boundJson(request.body);
  boundConditions(request.body);
  if (authorize && caller !== OPERATOR) {
    const call = decodeDynamodb(request);
    authorize({ service: dynamodb.name, caller, ...call }, operationAt(dynamodb.operations, call.operation));
  }
  return proxy.forward(request);
}

/** DynamoDB's requests are read without changing anything in them: the original goes on. */
function decodeDynamodb({ headers, body }: WireRequest): { operation: string; input: Input } {
  const operation = headers['x-amz-target']?.split('.')[1] ?? '';
  return { operation, input: fromJson(body) };
}

function operationOf({ operations, title }: Service, name: string): ServedOperation {
  const operation = operationAt(operations, name);
  if (operation) return operation;
  throw unknownOperation(
    `the local cloud does not have ${name} of ${title}; it has ${Object.keys(operations).sort().join(', ')}`,
  );
}

function asAwsError(error: unknown, log: Log, service: string): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof UnsupportedError) return unknownOperation(error.message);
  log(service, `failed unexpectedly: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return new AwsError(
    'InternalFailure',
    `the local cloud failed: ${error instanceof Error ? error.message : String(error)}`,
    500,
  );
}

function send(message: IncomingMessage, response: ServerResponse, { status, headers, body }: WireResponse): void {
  const { socket } = response;
  if (response.destroyed || socket === null) return;
  // A sender whose request is not read to its end would go on sending for ever.
  const { complete } = message;
  if (!complete) response.once('finish', () => socket.destroySoon());
  response.writeHead(status, {
    // An answer to HEAD says itself how long its body would be.
    ...(hasBody(status) ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
    ...headers,
    ...(complete ? {} : { connection: 'close' }),
  });
  response.end(hasBody(status) ? body : undefined);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is taken by another program; choose another with --port`)
          : error,
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
